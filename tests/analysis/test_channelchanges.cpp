// SPDX-License-Identifier: GPL-3.0-or-later
// Measurements begin again where another channel is analysed, or frames hold another group of channels.
#include "analysis/analysisworker.h"
#include "analysis/pipelinerig.h"
#include "core/strum/stringset.h"
#include "support/strums.h"

#include <QTest>

#include <array>

using namespace tunescope;
using namespace tunescope::tests;

namespace {

// Keeps all readings of one measurement.
template <class F>
class Measured final : public analysis::AnalysisSink {
 public:
  void streamStarted(const analysis::StreamInfo& info) override { m_measurement->begin(info); }
  void frame(const analysis::AnalysisFrame& frame) override {
    m_measurement->hop(frame);
    if (F newest; m_measurement->take(newest, {})) readings.push_back(newest);
  }
  void gap(const analysis::GapInfo& gap) override { m_measurement->gap(gap); }
  void channelsChanged(const analysis::StreamInfo& info) override {
    m_measurement->channelsChanged(info);
    changes.push_back(info);
  }
  void ended(const analysis::EndInfo&) override {}

  std::vector<F> readings;
  std::vector<analysis::StreamInfo> changes;

 private:
  std::unique_ptr<analysis::Measurement<F>> m_measurement = analysis::MeasurementOf<F>::make({});
};

struct ChannelRig : Rig {
  void begin(const core::FrameLayout& layout) { producer.beginStream(kRateHz, 0, core::GapReason::Device, layout); }
  void play(const std::vector<std::vector<float>>& channels, analysis::AnalysisSink& to) {
    producer.push(interleaved(channels), static_cast<std::uint32_t>(channels.size()));
    while (reader.read(to) > 0) {
    }
  }
};

// Eight channels and their mean, of one amplitude.
std::vector<std::vector<float>> group(float amplitude) {
  std::vector<float> channel = sine(997, kRateHz, 45 * kHop);
  for (float& sample : channel) sample *= amplitude;
  return std::vector<std::vector<float>>(9, channel);
}

}  // namespace

class TestChannelChanges : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theSoundLevelIsOfTheNewChannelAndLoudnessGoesOn() {
    ChannelRig rig;
    Measured<core::MetersReading> meters;
    const std::vector<float> tone = sine(997, kRateHz, 100 * kHop);
    const std::vector<float> silence(100 * kHop);
    rig.begin({.sourceChannels = 2});
    rig.play({tone, silence}, meters);
    QVERIFY(meters.readings.back().weightedDb.has_value());
    const std::size_t before = meters.readings.size();
    rig.reader.setSettings({.channel = {.number = 2}});
    rig.play({tone, silence}, meters);
    QCOMPARE(meters.changes.size(), 1U);
    QVERIFY(meters.changes[0].isContinuation && std::abs(meters.changes[0].startS - 100.0 * kHop / kRateHz) < 1e-9);
    for (std::size_t i = before + 1; i < meters.readings.size(); ++i) {
      QVERIFY(!meters.readings[i].weightedDb);
      QVERIFY(meters.readings[i].loudness.momentary && meters.readings[i].channels()[0].rmsDb);  // of all channels
    }
  }

  void anotherGroupOfChannelsIsMeteredFromItsBeginning() {
    ChannelRig rig;
    Measured<core::MetersReading> meters;
    rig.begin({.sourceChannels = 12});
    rig.play(group(1), meters);
    rig.reader.setSettings({.channel = {.number = 11}});
    rig.producer.regroup(5);
    rig.play(group(0.1F), meters);
    ChannelRig freshRig;
    Measured<core::MetersReading> fresh;
    freshRig.reader.setSettings({.channel = {.number = 11}});
    freshRig.begin({.sourceChannels = 12, .firstChannel = 5});
    freshRig.play(group(0.1F), fresh);
    QCOMPARE(meters.changes.size(), 1U);
    QCOMPARE(meters.changes[0].layout.firstChannel, 5U);
    const core::MetersReading& found = meters.readings.back();
    const core::MetersReading& expected = fresh.readings.back();
    QVERIFY(sameBits(found.loudness.integrated, expected.loudness.integrated));
    QVERIFY(sameBits(found.maxTruePeakDb, expected.maxTruePeakDb));
    QVERIFY(sameBits(found.channels()[0].rmsDb, expected.channels()[0].rmsDb));
  }

  void aStrumEndsWithItsChannel() {
    test::StrumSpec spec;
    for (const int key : core::strumKeys("guitar")) spec.strings.push_back({440 * std::exp2((key - 69) / 12.0), false});
    spec.sampleRateHz = kRateHz;
    const std::vector<float> strum = test::makeStrum(spec).samples;
    const std::vector<float> silence(strum.size());
    const std::size_t half = static_cast<std::size_t>(0.8 * kRateHz) / kHop * kHop;
    QVERIFY(static_cast<double>(strum.size()) > 1.3 * kRateHz);
    const auto part = [&](const std::vector<float>& whole, std::size_t from, std::size_t to) {
      return std::vector<float>(whole.begin() + static_cast<std::ptrdiff_t>(from),
                                whole.begin() + static_cast<std::ptrdiff_t>(to));
    };
    ChannelRig rig;
    Measured<analysis::StrumReading> strums;
    rig.begin({.sourceChannels = 2});
    rig.play({part(strum, 0, half), silence}, strums);
    QVERIFY(!strums.readings.empty() && !strums.readings.back().isFinal);
    const std::size_t before = strums.readings.size();
    rig.reader.setSettings({.channel = {.number = 2}});
    rig.play({part(strum, half, strum.size()), part(silence, half, silence.size())}, strums);
    QCOMPARE(strums.readings.size(), before);
  }

  void theStrobeHasNoTargetUntilTheNewChannelHasANote() {
    ChannelRig rig;
    Measured<core::StrobeReading> strobe;
    const std::vector<float> tone = sine(440, kRateHz, 100 * kHop);
    const std::vector<float> silence(100 * kHop);
    rig.begin({.sourceChannels = 2});
    rig.play({tone, silence}, strobe);
    QVERIFY(strobe.readings.back().targetHz > 0);
    rig.reader.setSettings({.channel = {.number = 2}});
    rig.play({tone, silence}, strobe);
    QCOMPARE(strobe.readings.back().targetHz, 0.0);
  }

  void theWorkerTellsItsSubscribers() {
    auto ring = std::make_shared<core::SpscRing>(1 << 18);
    core::RingProducer producer{ring};
    analysis::AnalysisWorker worker{ring};
    core::MetersReading newest;
    const auto subscription = worker.feed<core::MetersReading>().subscribe(
        this, [&newest](const core::MetersReading& reading, analysis::Ticket) { newest = reading; });
    const std::vector<float> frames = interleaved({sine(997, kRateHz, 100 * kHop), std::vector<float>(100 * kHop)});
    producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 2});
    producer.push(frames, 2);
    worker.run();
    QTRY_VERIFY(newest.timeS > 0.9 && newest.weightedDb);
    worker.setChannel({.number = 2});
    producer.push(frames, 2);
    QTRY_VERIFY(newest.timeS > 2);
    QVERIFY(!newest.weightedDb);
    worker.halt();
  }
};

QTEST_GUILESS_MAIN(TestChannelChanges)
#include "test_channelchanges.moc"
