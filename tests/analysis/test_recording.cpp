// SPDX-License-Identifier: GPL-3.0-or-later
// A recording, replayed, gives the same readings to the last bit; and a failing disk costs only the samples
// that were not yet written.
#include "analysis/capturerecorder.h"
#include "analysis/replaybackend.h"
#include "analysis/replayrig.h"
#include "analysis/stream/streamreader.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>
#include <limits>
#include <random>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <tuple>

using namespace tunescope;
using namespace tunescope::analysis;
using namespace tunescope::tests;

namespace {

// A live session as the ring sees it: two devices' rates, losses of each kind, blocks of odd sizes.
void playSession(core::RingProducer& producer) {
  const auto push = [&producer](const std::vector<float>& samples) {
    std::size_t at = 0;
    for (std::size_t size = 1; at < samples.size(); size = size * 7 % 701 + 1) {
      const std::size_t count = std::min(size, samples.size() - at);
      producer.push(std::span(samples).subspan(at, count));
      at += count;
    }
  };
  producer.beginStream(48000, 1234);
  push(sound(40000, 48000, 1));
  producer.noteLoss(777, core::GapReason::Overrun);
  push(sound(30011, 48000, 2));
  producer.noteLoss(48000, core::GapReason::Stall);
  push(sound(20000, 48000, 3));
  producer.beginStream(44100, 99000);
  push(sound(50000, 44100, 4));
  producer.finish();
}

}  // namespace

class TestRecording : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aReplayGivesTheSameReadingsToTheLastBit() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("deep/take"));
    const AnalysisSettings settings{
        .a4Hz = 443.2, .minHz = 30, .maxHz = 4000, .clockPpm = 37.5, .mains = core::Mains::Hz60};
    RecordingSink heard;
    {
      CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
      QCOMPARE(recorder.open(path, settings), 0);
      auto ring = std::make_shared<core::SpscRing>(480000);
      core::RingProducer producer(ring);
      StreamReader reader(ring, settings);
      reader.addRawSink(&recorder);
      playSession(producer);
      analyse(reader, heard);
      QCOMPARE(recorder.close(), 0);
    }
    QCOMPARE(heard.gaps.size(), 3U);
    QVERIFY(std::ranges::count_if(heard.frames, [](const auto& frame) { return frame.pitch.hertz.has_value(); }) > 100);
    const auto recorded = recordedSettings(path);
    QCOMPARE(recorded.size(), 1U);
    QVERIFY(recorded[0].settings == settings);
    RecordingSink replayed;
    QVERIFY(replay(path, replayed, recorded).code == audio::CaptureErrorCode::None);
    compare(heard, replayed);
  }

  // In the middle of a hop, twice at one place, beside a loss, and while it is not recorded yet.
  void aSettingThatIsChangedMeanwhileIsReplayedAtItsPlace() {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("take"));
    RecordingSink heard;
    CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
    QCOMPARE(recorder.open(path, {}), 0);
    auto ring = std::make_shared<core::SpscRing>(480000);
    core::RingProducer producer(ring);
    StreamReader reader(ring);
    reader.addRawSink(&recorder);
    reader.setSettings({.clockPpm = 12});
    producer.beginStream(48000);
    const auto hear = [&](std::size_t frames, unsigned seed) {
      producer.push(sound(frames, 48000, seed));
      analyse(reader, heard);
    };
    hear(30100, 11);
    reader.setSettings({.a4Hz = 443, .clockPpm = 12});
    hear(20000, 12);
    reader.setSettings({.a4Hz = 443, .minHz = 60, .maxHz = 2000, .clockPpm = 12});
    hear(40000, 13);
    producer.noteLoss(900, core::GapReason::Overrun);
    reader.setSettings({.a4Hz = 443, .minHz = 150, .maxHz = 2000});
    reader.setSettings({.a4Hz = 452, .minHz = 150, .maxHz = 2000});
    hear(40000, 14);
    QCOMPARE(recorder.close(), 0);
    const auto recorded = recordedSettings(path);
    QCOMPARE(recorded.size(), 6U);
    QCOMPARE(recorded[2].frames, std::uint64_t{30100});
    RecordingSink replayed;
    QVERIFY(replay(path, replayed, recorded).code == audio::CaptureErrorCode::None);
    compare(heard, replayed);
    std::set<double> a4s;
    for (std::size_t i = 0; i < heard.frames.size(); ++i) {
      const auto& [a, b] = std::tie(heard.frames[i].note, replayed.frames[i].note);
      QVERIFY(a.has_value() == b.has_value());
      if (a) QVERIFY(a->midi == b->midi && a->cents == b->cents);
      if (a) a4s.insert(std::round(1200 * std::log2(*heard.frames[i].pitch.hertz / 220.3) - a->cents));
    }
    QVERIFY(a4s.size() > 1);  // they did make a difference
  }

  void theInputIsKeptOncePerChange() {
    const QTemporaryDir folder;
    CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
    QCOMPARE(recorder.open(folder.path(), {}), 0);
    audio::CaptureFormat format;
    recorder.source(format);  // of which nothing is known
    format.source = "Microphone";
    recorder.source(format);
    recorder.source(format);
    format.bufferFrames = 1024;
    recorder.source(format);
    format.channel.mix = true;
    recorder.source(format);
    QCOMPARE(recorder.close(), 0);
    const QByteArray lines = contents(folder.filePath(QStringLiteral("capture.jsonl")));
    QCOMPARE(lines.count("\"type\":\"device\""), 3);
    QCOMPARE(lines.count("\"channel\":1"), 3);  // with the first line's
    QCOMPARE(lines.count("\"channel\":\"mix\""), 1);
  }

  void theNameOfAnInputSteersNoTerminal() {
    const QTemporaryDir folder;
    CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
    QCOMPARE(recorder.open(folder.path(), {}), 0);
    const QString name = QStringLiteral("Mic \u00fc \u009b2J \u202e \U0001f3b8 \u007f");
    audio::CaptureFormat format;
    format.source = name.toStdString();
    recorder.source(format);
    QCOMPARE(recorder.close(), 0);
    const QByteArray lines = contents(folder.filePath(QStringLiteral("capture.jsonl")));
    QVERIFY2(lines.contains("Mic \u00fc \\u009b2J \\u202e \U0001f3b8 \\u007f"), lines);
    const auto line = QJsonDocument::fromJson(lines.split('\n').at(1)).object();
    QCOMPARE(line.value(QStringLiteral("device")).toString(), name);
  }

  // From the middle of a stream: the samples from there on are replayed. The analysis restarts there, which
  // a running recording also stores.
  void aRecordingThatBeginsLateIsAsExact() {
    const QTemporaryDir folder;
    const QString early = folder.filePath(QStringLiteral("early"));
    const QString late = folder.filePath(QStringLiteral("late"));
    auto ring = std::make_shared<core::SpscRing>(480000);
    core::RingProducer producer(ring);
    StreamReader reader(ring);
    CaptureRecorder first([](int) { QFAIL("it cannot be written"); });
    CaptureRecorder second([](int) { QFAIL("it cannot be written"); });
    QVERIFY(first.open(early, {}) == 0 && second.open(late, {}) == 0);
    reader.addRawSink(&first);
    RecordingSink heard;
    producer.beginStream(48000);
    producer.push(sound(30000, 48000, 5));
    analyse(reader, heard);
    reader.addRawSink(&second);
    producer.push(sound(60212, 48000, 7));  // 212 of them complete the present hop: 59 hops
    producer.noteLoss(500, core::GapReason::Overrun);
    producer.push(sound(60000, 48000, 8));
    analyse(reader, heard);
    QVERIFY(first.close() == 0 && second.close() == 0);
    RecordingSink replayed, replayedLate;
    QVERIFY(replay(early, replayed).code == audio::CaptureErrorCode::None);
    compare(heard, replayed);
    heard.frames.erase(heard.frames.begin(), heard.frames.begin() + 59);
    QVERIFY(replay(late, replayedLate).code == audio::CaptureErrorCode::None);
    compare(heard, replayedLate, 59 * 512 / 48000.0);
  }

  // The level of --sensitivity was reached just before the recording begins, and not since.
  void aLoudMomentBeforeARecordingHasNoPartInIt() {
    const QTemporaryDir folder;
    const AnalysisSettings settings{.sensitivityDb = -30};
    auto ring = std::make_shared<core::SpscRing>(480000);
    core::RingProducer producer(ring);
    StreamReader reader(ring, settings);
    CaptureRecorder recorder([](int) { QFAIL("it cannot be written"); });
    QCOMPARE(recorder.open(folder.path(), settings), 0);
    RecordingSink before, heard, replayed;
    producer.beginStream(48000);
    producer.push(sound(59 * 512 - 100, 48000, 5));
    analyse(reader, before);
    reader.addRawSink(&recorder);
    std::vector<float> quiet = sound(20100, 48000, 7);
    std::ranges::for_each(quiet, [](float& sample) { sample *= 0.02f; });
    producer.push(std::span(quiet).first(100));  // completes the present hop
    analyse(reader, before);
    producer.push(std::span(quiet).subspan(100));
    producer.push(sound(20000, 48000, 8));
    analyse(reader, heard);
    QCOMPARE(recorder.close(), 0);
    const auto isVoiced = [](const auto& frame) { return frame.pitch.isVoiced(); };
    QVERIFY(std::ranges::any_of(before.frames, isVoiced) && std::ranges::any_of(heard.frames, isVoiced));
    QVERIFY(replay(folder.path(), replayed, recordedSettings(folder.path())).code == audio::CaptureErrorCode::None);
    compare(heard, replayed, 59 * 512 / 48000.0);
  }

  void aRecordingIsNeverWrittenOver() {
    const QTemporaryDir folder;
    CaptureRecorder first({});
    QCOMPARE(first.open(folder.path(), {}), 0);
    CaptureRecorder second({});
    QCOMPARE(second.open(folder.path(), {}), EEXIST);
    CaptureRecorder nowhere({});
    QVERIFY(nowhere.open(QStringLiteral("/dev/null/take"), {}) != 0);
  }

  void aRecordingIsReadableByItsOwnerOnly() {
    const QTemporaryDir folder;
    const QString take = folder.filePath(QStringLiteral("parent/take"));
    CaptureRecorder recorder({});
    QCOMPARE(recorder.open(take, {}), 0);
    recorder.mark({.kind = core::RingMark::Kind::StreamStart, .sampleRateHz = 48000});
    constexpr QFile::Permissions kOthers =
        QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    for (const char* name : {"", "/capture.jsonl", "/capture-1.wav"}) {
      const QFile::Permissions permissions = QFile::permissions(take + QLatin1String(name));
      QVERIFY2(permissions & QFile::ReadOwner, name);
      QVERIFY2(!(permissions & kOthers), name);
    }
  }

  void aFifoIsNoRecording() {
    const QTemporaryDir folder;
    const QString lines = folder.filePath(QStringLiteral("capture.jsonl"));
    QCOMPARE(mkfifo(QFile::encodeName(lines).constData(), 0600), 0);
    QVERIFY(recordedSettings(folder.path()).empty());
    RecordingSink sink;
    QVERIFY(replay(folder.path(), sink).code == audio::CaptureErrorCode::NotAudio);
    QVERIFY(QFile::remove(lines));
    QFile file(lines);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"type\":\"recording\"}\n{\"type\":\"stream\",\"sampleRate\":48000,\"file\":\"capture-1.wav\"}\n");
    file.close();
    QCOMPARE(mkfifo(QFile::encodeName(folder.filePath(QStringLiteral("capture-1.wav"))).constData(), 0600), 0);
    QVERIFY(replay(folder.path(), sink).code == audio::CaptureErrorCode::Damaged);
  }

  // A file with a size limit replaces a full disk: write() reports both.
  void aFullDiskIsReportedAndKeepsWhatWasWritten() {
    const QTemporaryDir folder;
    const auto before = std::signal(SIGXFSZ, SIG_IGN);
    rlimit usual{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &usual), 0);
    const rlimit small{200000, usual.rlim_max};
    int told = 0;
    int error = 0;
    const std::vector<float> samples = sound(200000, 48000, 9);
    {
      CaptureRecorder recorder([&](int code) {
        ++told;
        error = code;
      });
      QCOMPARE(recorder.open(folder.path(), {}), 0);
      QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
      recorder.mark({.kind = core::RingMark::Kind::StreamStart, .sampleRateHz = 48000});
      for (std::size_t at = 0; at < samples.size(); at += 500) recorder.samples(std::span(samples).subspan(at, 500));
      QVERIFY(recorder.close() == EFBIG || recorder.close() == ENOSPC);
    }
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &usual), 0);
    std::signal(SIGXFSZ, before);
    QCOMPARE(told, 1);
    QVERIFY(error == EFBIG || error == ENOSPC);
    const QByteArray wav = contents(folder.filePath(QStringLiteral("capture-1.wav")));
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, wav.constData() + 54, sizeof bytes);
    QVERIFY2(bytes >= 180000 && qsizetype(bytes) + 58 <= wav.size(), qPrintable(QString::number(bytes)));
    QVERIFY(std::memcmp(wav.constData() + 58, samples.data(), bytes) == 0);
    RecordingSink replayed;
    QVERIFY(replay(folder.path(), replayed).code == audio::CaptureErrorCode::None);
    QCOMPARE(replayed.frames.size(), std::size_t(bytes / 4 / 512));
  }

  // Float WAV needs the size of the fmt chunk's extension and a fact chunk with the number of frames.
  void theWavFileHasTheChunksOfTheStandard() {
    const QTemporaryDir folder;
    CaptureRecorder recorder({});
    QCOMPARE(recorder.open(folder.path(), {}), 0);
    recorder.mark({.kind = core::RingMark::Kind::StreamStart, .sampleRateHz = 48000, .layout = {.sourceChannels = 2}});
    recorder.samples(sound(2000, 48000, 11));
    QCOMPARE(recorder.close(), 0);
    const QByteArray wav = contents(folder.filePath(QStringLiteral("capture-1.wav")));
    QCOMPARE(wav.size(), qsizetype(58 + 2000 * sizeof(float)));
    const auto number = [&wav](qsizetype at) {
      std::uint32_t value = 0;
      std::memcpy(&value, wav.constData() + at, sizeof value);
      return value;
    };
    QCOMPARE(number(4), std::uint32_t(wav.size() - 8));
    QVERIFY(wav.mid(8, 8) == "WAVEfmt " && number(16) == 18 && wav[20] == 3 && wav.mid(36, 2) == QByteArray(2, 0));
    QVERIFY(wav.mid(38, 4) == "fact" && number(42) == 4 && number(46) == 1000);
    QVERIFY(wav.mid(50, 4) == "data" && number(54) == 8000);
  }

  // Those made before the fact chunk was written have 44 bytes before their samples.
  void anOlderRecordingReplaysTheSame() {
    const QTemporaryDir folder;
    CaptureRecorder recorder({});
    QCOMPARE(recorder.open(folder.path(), {}), 0);
    recorder.mark({.kind = core::RingMark::Kind::StreamStart, .sampleRateHz = 48000});
    recorder.samples(sound(50000, 48000, 12));
    QCOMPARE(recorder.close(), 0);
    RecordingSink replayed;
    QVERIFY(replay(folder.path(), replayed).code == audio::CaptureErrorCode::None);
    QFile file(folder.filePath(QStringLiteral("capture-1.wav")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray wav = file.readAll();
    wav.remove(36, 14);
    wav[16] = 16;
    QVERIFY(file.seek(0) && file.write(wav) == wav.size() && file.resize(wav.size()));
    file.close();
    RecordingSink older;
    QVERIFY(replay(folder.path(), older).code == audio::CaptureErrorCode::None);
    QVERIFY(!older.frames.empty());
    compare(replayed, older);
  }

  // The program's buffers are lost then; the file is complete up to its last write.
  void aRecorderThatIsKilledLeavesWhatItWrote() {
    const QTemporaryDir folder;
    CaptureRecorder recorder({});
    QCOMPARE(recorder.open(folder.path(), {}), 0);
    recorder.mark({.kind = core::RingMark::Kind::StreamStart, .sampleRateHz = 48000});
    recorder.samples(sound(100000, 48000, 10));
    RecordingSink replayed;  // not closed
    QVERIFY(replay(folder.path(), replayed).code == audio::CaptureErrorCode::None);
    QCOMPARE(replayed.frames.size(), std::size_t(6 * 16384 / 512));
  }

  void whatIsNoRecordingIsRefused() {
    const QTemporaryDir folder;
    RecordingSink sink;
    QVERIFY(replay(folder.filePath(QStringLiteral("none")), sink).code == audio::CaptureErrorCode::NotFound);
    QVERIFY(replay(folder.path(), sink).code == audio::CaptureErrorCode::NotAudio);
    const auto lines = [&folder](const QByteArray& text) {
      QFile file(folder.filePath(QStringLiteral("capture.jsonl")));
      return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(lines("nonsense\n"));
    QVERIFY(replay(folder.path(), sink).code == audio::CaptureErrorCode::Damaged);
    QVERIFY(recordedSettings(folder.path()).empty());
    QVERIFY(lines("{\"type\":\"recording\"}\n{\"type\":\"stream\",\"sampleRate\":48000,\"file\":\"../secret.wav\"}\n"));
    QVERIFY(replay(folder.path(), sink).code == audio::CaptureErrorCode::Damaged);
    QVERIFY(lines("{\"type\":\"recording\"}\n{\"type\":\"stream\",\"sampleRate\":1e300,\"file\":\"capture-1.wav\"}\n"));
    QVERIFY(replay(folder.path(), sink).code == audio::CaptureErrorCode::Damaged);
    QVERIFY(lines("{\"type\":\"recording\"}\n"));
    QVERIFY(replay(folder.path(), sink).code == audio::CaptureErrorCode::NotAudio);
    QVERIFY(sink.frames.empty());
  }
};

QTEST_GUILESS_MAIN(TestRecording)
#include "test_recording.moc"
