// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of several channels: the analysed one is chosen behind the ring, and recordings keep them all.
#include "analysis/pipelinerig.h"
#include "analysis/replayrig.h"

#include <QTemporaryDir>

using namespace tunescope;
using namespace tunescope::tests;

namespace {

// Collects the channels of all hops of a stream.
class HopWatch final : public analysis::AnalysisSink {
 public:
  void streamStarted(const analysis::StreamInfo& info) override {
    layout = info.layout;
    channels.assign(layout.channels(), {});
  }
  void frame(const analysis::AnalysisFrame& frame) override {
    for (std::size_t i = 0; i < frame.channels.frames(); ++i) {
      for (std::size_t c = 0; c < frame.channels.channels(); ++c) channels[c].push_back(frame.channels.sample(i, c));
    }
    endS = frame.endS;
  }
  void gap(const analysis::GapInfo&) override {}
  void ended(const analysis::EndInfo&) override {}

  core::FrameLayout layout;
  std::vector<std::vector<float>> channels;
  double endS = 0;
};

}  // namespace

class TestChannels : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Each channel, and the mean of all, gives the readings of a stream of its own.
  void theAnalysedChannelIsChosenOutOfTheFrames() {
    const std::vector<float> left = sine(440, kRateHz, 40 * kHop);
    const std::vector<float> right = someMusic(40 * kHop);
    std::vector<float> mean(left.size());
    for (std::size_t i = 0; i < mean.size(); ++i) {
      double sum = 0;
      sum += left[i];
      sum += right[i];
      mean[i] = static_cast<float>(sum * 0.5);
    }
    const std::vector<std::pair<audio::ChannelChoice, std::vector<float>>> cases{
        {{.number = 1}, left}, {{.number = 2}, right}, {{.mix = true}, mean}};
    for (const auto& [channel, samples] : cases) {
      Rig expected;
      expected.producer.beginStream(kRateHz);
      expected.producer.push(samples);
      expected.drain();
      Rig rig;
      rig.reader.setSettings({.channel = channel});
      rig.producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 2});
      rig.producer.push(tests::interleaved({left, right}), 2);
      rig.drain();
      QCOMPARE(rig.sink.frames.size(), 40U);
      for (std::size_t i = 0; i < 40; ++i) QVERIFY(sameFrame(rig.sink.frames[i], expected.sink.frames[i]));
    }
  }

  // Readings after a change of the channel are as if nothing had been there before; no stream begins, no gap is
  // reported, and the hop in progress is finished first.
  void anotherChannelBeginsWithTheNextHop() {
    const std::vector<float> left = sine(440, kRateHz, 61 * kHop);
    const std::vector<float> right = someMusic(61 * kHop);
    const std::vector<float> both = tests::interleaved({left, right});
    Rig rig;
    rig.reader.setHistory(0.25);
    rig.producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 2});
    rig.producer.push(std::span(both).first(2 * (20 * kHop + 77)), 2);
    rig.drain();
    rig.reader.setSettings({.channel = {.number = 2}});
    rig.producer.push(std::span(both).subspan(2 * (20 * kHop + 77)), 2);
    rig.drain();
    Rig fresh;
    fresh.producer.beginStream(kRateHz);
    fresh.producer.push(std::span(right).subspan(21 * kHop));
    fresh.drain();
    QCOMPARE(rig.sink.frames.size(), 61U);
    QCOMPARE(rig.sink.streams.size(), 1U);
    QVERIFY(rig.sink.gaps.empty());
    QCOMPARE(rig.sink.frames[20].hop, std::vector<float>(left.begin() + 20 * kHop, left.begin() + 21 * kHop));
    for (std::size_t i = 0; i < 40; ++i) {
      const core::PitchReading& expected = fresh.sink.frames[i].pitch;
      const core::PitchReading& found = rig.sink.frames[21 + i].pitch;
      QVERIFY(sameBits(found.hertz, expected.hertz) && sameBits(found.sigmaCents, expected.sigmaCents));
      QVERIFY(std::abs(found.timeS - expected.timeS - 21.0 * kHop / kRateHz) < 1e-9);
    }
    QVERIFY(rig.reader.recent().samples.size() == 12000U);
  }

  // Each hop comes with all its channels, and views get as much of their history as was requested, also when another
  // channel is analysed; for a source with more than eight channels those that the frames hold, without the mean.
  void allCapturedChannelsComeWithEachHop() {
    Rig rig;
    HopWatch watch;
    rig.reader.setHistory(0, 0.05);
    const std::vector<float> left = sine(440, kRateHz, 10 * kHop);
    const std::vector<float> right = someMusic(10 * kHop);
    rig.producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 2});
    rig.producer.push(tests::interleaved({left, right}), 2);
    while (rig.reader.read(watch) > 0) {
    }
    QCOMPARE(watch.layout.channels(), 2U);
    QVERIFY(watch.channels[0] == left && watch.channels[1] == right);
    QVERIFY(std::abs(watch.endS - 10.0 * kHop / kRateHz) < 1e-12);
    QVERIFY(rig.reader.recent().samples.empty());
    const core::ChannelView recent = rig.reader.recent().channels;
    QCOMPARE(recent.frames(), 2400U);
    for (std::size_t i = 0; i < recent.frames(); ++i) {
      QCOMPARE(recent.sample(i, 0), left[left.size() - 2400 + i]);
      QCOMPARE(recent.sample(i, 1), right[right.size() - 2400 + i]);
    }
    QCOMPARE(recent.last(3).frames(), 3U);
    QCOMPARE(recent.last(3).frame(2)[1], right.back());
    rig.producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 9, .firstChannel = 2});
    rig.producer.push(std::vector<float>(9 * kHop, 0.25F), 9);
    while (rig.reader.read(watch) > 0) {
    }
    QCOMPARE(watch.channels.size(), 8U);
    QCOMPARE(rig.reader.recent().channels.channels(), 8U);
    QCOMPARE(rig.reader.recent().channels.frames(), kHop);
  }

  void whatFillsNoHopComesBeforeTheEnd() {
    const std::vector<float> samples = sine(440, kRateHz, 3 * kHop + 77);
    Rig rig;
    rig.producer.beginStream(kRateHz);
    rig.producer.push(samples);
    rig.producer.finish();
    rig.drain();
    QCOMPARE(rig.sink.frames.size(), 3U);
    QCOMPARE(rig.sink.ends.size(), 1U);
    QCOMPARE(rig.sink.rests.size(), 1U);
    QCOMPARE(rig.sink.rests[0], std::vector<float>(samples.end() - 77, samples.end()));
  }

  void ofAChannelThatTheFramesDoNotHoldTheNearestIsAnalysed() {
    const std::vector<float> one = sine(440, kRateHz, 2 * kHop);
    const std::vector<float> two = sine(220, kRateHz, 2 * kHop);
    Rig rig;
    rig.reader.setSettings({.channel = {.number = 7}});
    rig.producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 2});
    rig.producer.push(tests::interleaved({one, two}), 2);
    rig.producer.beginStream(kRateHz);
    rig.producer.push(one);
    rig.drain();
    QCOMPARE(rig.sink.frames.size(), 4U);
    QCOMPARE(rig.sink.frames[0].hop, std::vector<float>(two.begin(), two.begin() + kHop));
    QCOMPARE(rig.sink.frames[2].hop, std::vector<float>(one.begin(), one.begin() + kHop));
  }

  // Two channels, the analysed one changed in the middle of a hop and back, beside a loss; then a stream of one.
  void allChannelsAreRecordedAndTheAnalysedOneIsReplayed() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("take"));
    RecordingSink heard;
    CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
    auto ring = std::make_shared<core::SpscRing>(480000);
    core::RingProducer producer(ring);
    StreamReader reader(ring, {.channel = {.number = 2}});
    QCOMPARE(recorder.open(path, reader.settings()), 0);
    reader.addRawSink(&recorder);
    producer.beginStream(48000, 0, core::GapReason::Device, {.sourceChannels = 2});
    const auto hear = [&](std::size_t frames, unsigned seed) {
      producer.push(tests::interleaved({sound(frames, 48000, seed), sound(frames, 48000, seed + 100)}), 2);
      analyse(reader, heard);
    };
    hear(30100, 21);
    reader.setSettings({.channel = {.mix = true}});
    hear(20000, 22);
    producer.noteLoss(900, core::GapReason::Overrun);
    reader.setSettings({.channel = {.number = 1}});
    hear(40000, 23);
    producer.beginStream(44100);
    producer.push(sound(30000, 44100, 24));
    analyse(reader, heard);
    QCOMPARE(recorder.close(), 0);
    const auto recorded = recordedSettings(path);
    QCOMPARE(recorded.size(), 3U);
    QVERIFY(recorded[0].settings.channel == audio::ChannelChoice{.number = 2});
    QVERIFY(recorded[1].settings.channel.mix && recorded[1].frames == 30100);
    RecordingSink replayed;
    QVERIFY(replay(path, replayed, recorded).code == audio::CaptureErrorCode::None);
    compare(heard, replayed);
    // Analysed from its other channel, it gives the readings of that channel alone.
    RecordingSink first;
    QVERIFY(replay(path, first, {{.frames = 0, .settings = {}}}).code == audio::CaptureErrorCode::None);
    QVERIFY(first.frames.front().level.rmsDb != heard.frames.front().level.rmsDb);
    QVERIFY(first.frames.back().level.rmsDb == heard.frames.back().level.rmsDb);
    const QByteArray wav = contents(path + QStringLiteral("/capture-1.wav"));
    QCOMPARE(int(wav.at(22)), 2);
    QCOMPARE(int(wav.at(32)), 8);
    QCOMPARE(wav.size(), qsizetype(58 + 90100 * 8));
  }

  void aChannelThatWasNotRecordedIsRefused() {
    const QTemporaryDir folder;
    CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
    QCOMPARE(recorder.open(folder.path(), {}), 0);
    recorder.mark({.kind = core::RingMark::Kind::StreamStart, .sampleRateHz = 48000, .layout = {.sourceChannels = 2}});
    recorder.samples(std::vector<float>(20000));
    QCOMPARE(recorder.close(), 0);
    RecordingSink sink;
    QVERIFY(replay(folder.path(), sink, {}, {.number = 3}).code == audio::CaptureErrorCode::NoSuchChannel);
    QVERIFY(sink.frames.empty());
    QVERIFY(replay(folder.path(), sink, {}, {.mix = true}).code == audio::CaptureErrorCode::None);
    QCOMPARE(sink.frames.size(), std::size_t(10000 / 512));
  }

  // In the format of recordings with one channel.
  void aRecordingOfOneChannelWithoutItsNumberIsReplayed() {
    const QTemporaryDir folder;
    CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
    QCOMPARE(recorder.open(folder.path(), {}), 0);
    recorder.mark({.kind = core::RingMark::Kind::StreamStart, .sampleRateHz = 48000});
    recorder.samples(sound(50000, 48000, 30));
    QCOMPARE(recorder.close(), 0);
    RecordingSink heard;
    QVERIFY(replay(folder.path(), heard, recordedSettings(folder.path())).code == audio::CaptureErrorCode::None);
    const QString path = folder.filePath(QStringLiteral("capture.jsonl"));
    QByteArray lines = contents(path);
    lines.replace(",\"channel\":1", "").replace("\"channel\":1,", "");
    lines.replace(",\"channels\":1", "").replace("\"channels\":1,", "");
    QVERIFY(!lines.contains("channel"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(lines);
    file.close();
    RecordingSink replayed;
    QVERIFY(replay(folder.path(), replayed, recordedSettings(folder.path())).code == audio::CaptureErrorCode::None);
    QCOMPARE(heard.frames.size(), std::size_t(50000 / 512));
    compare(heard, replayed);
  }

  // Twelve channels: a channel of the other group begins with the group's mark. No stream begins and nothing is lost.
  void aChannelOfAnotherGroupBeginsWithItsMark() {
    const QTemporaryDir folder;
    CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
    Rig rig;
    QCOMPARE(recorder.open(folder.path(), {}), 0);
    rig.reader.addRawSink(&recorder);
    rig.producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 12});
    std::size_t start = 0;
    const auto play = [&](std::size_t first, std::size_t hops) {
      std::vector<std::vector<float>> channels;
      for (std::size_t i = 0; i < 9; ++i) {
        channels.push_back(sine(113.0 * double(first + i), kRateHz, hops * kHop, start));
      }
      rig.producer.push(interleaved(channels), 9);
      rig.drain();
      start += hops * kHop;
    };
    play(1, 40);
    rig.reader.setSettings({.channel = {.number = 11}});
    play(1, 2);
    rig.producer.regroup(5);
    play(5, 40);
    QCOMPARE(rig.sink.streams.size(), 1U);
    QVERIFY(rig.sink.gaps.empty());
    QCOMPARE(rig.sink.frames.size(), 82U);
    QVERIFY(std::abs(rig.sink.frames[41].pitch.hertz.value_or(0) - 113) < 0.1);
    QVERIFY(std::abs(rig.sink.frames.back().pitch.hertz.value_or(0) - 11 * 113) < 0.1);
    QCOMPARE(recorder.close(), 0);
    RecordingSink replayed;
    QVERIFY(replay(folder.path(), replayed, recordedSettings(folder.path())).code == audio::CaptureErrorCode::None);
    compare(rig.sink, replayed);
    RecordingSink mean;
    QVERIFY(replay(folder.path(), mean, {{.frames = 0, .settings = {.channel = {.mix = true}}}}).code ==
            audio::CaptureErrorCode::None);
    QVERIFY(std::abs(mean.frames[41].pitch.hertz.value_or(0) - 9 * 113) < 0.1);  // the ninth sample
  }
};

QTEST_GUILESS_MAIN(TestChannels)
#include "test_channels.moc"
