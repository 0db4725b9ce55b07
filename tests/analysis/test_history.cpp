// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the history: values, gaps of each kind with their length, and none skipped.
#include "analysis/measure/registry.h"
#include "analysis/pipelinerig.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <numeric>

using namespace tunescope;
using namespace tunescope::tests;
using core::HistoryStep;
using Entries = std::vector<core::HistoryReading::Entry>;

namespace {

double clockS = 0;  // of the machine, as the test sets it

// Keeps all steps of the measurement; holds them back while it is away.
class History final : public analysis::AnalysisSink {
 public:
  void streamStarted(const analysis::StreamInfo& info) override { m_measurement->begin(info); }
  void frame(const analysis::AnalysisFrame& frame) override {
    m_measurement->hop(frame);
    if (!isAway) take();
  }
  void gap(const analysis::GapInfo& gap) override { m_measurement->gap(gap); }
  void channelsChanged(const analysis::StreamInfo& info) override { m_measurement->channelsChanged(info); }
  void ended(const analysis::EndInfo&) override {}

  void take() {
    core::HistoryReading reading;
    while (m_measurement->take(reading, {})) {
      shortest = std::min(shortest, reading.count);
      entries.insert(entries.end(), reading.entries().begin(), reading.entries().end());
    }
  }
  analysis::MeasurementBase& measurement() { return *m_measurement; }
  std::uint64_t steps() const {
    return std::accumulate(entries.begin(), entries.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& entry) { return sum + entry.count; });
  }
  // Of all entries with that flag, together.
  std::uint64_t stepsWith(HistoryStep::Flag flag) const {
    std::uint64_t sum = 0;
    for (const auto& entry : entries) sum += entry.step.has(flag) ? entry.count : 0;
    return sum;
  }

  Entries entries;
  std::size_t shortest = core::HistoryReading::kMaxEntries;
  bool isAway = false;
  std::shared_ptr<std::atomic<int>> stepsPerReading = std::make_shared<std::atomic<int>>(1);

 private:
  std::unique_ptr<analysis::Measurement<core::HistoryReading>> m_measurement =
      analysis::MeasurementOf<core::HistoryReading>::make(
          {.stepsPerReading = stepsPerReading, .nowS = [] { return clockS; }});
};

struct HistoryRig : Rig {
  HistoryRig() { clockS = 1000; }
  void play(const std::vector<float>& samples, analysis::AnalysisSink& to) {
    for (std::size_t done = 0; done < samples.size();) {
      const std::size_t count = std::min<std::size_t>(samples.size() - done, 48000);
      producer.push(std::span(samples).subspan(done, count));
      done += count;
      while (reader.read(to) > 0) {
      }
    }
  }
};

}  // namespace

class TestHistory : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aToneHasItsLevelLoudnessAndPitchInEachStep() {
    HistoryRig rig;
    History history;
    rig.producer.beginStream(kRateHz);
    rig.play(sine(997, kRateHz, 6 * 48000), history);
    QVERIFY(history.steps() >= 118 && history.steps() <= 120);
    const HistoryStep& step = history.entries.back().step;
    QVERIFY(std::abs(step.rms.highDb() + 9.03) < 0.3 && std::abs(step.rms.lowDb() + 9.03) < 0.3);
    QVERIFY(std::abs(step.peak.highDb() + 6.02) < 0.05);
    QVERIFY(std::abs(static_cast<double>(step.pitch.high) - core::PitchExtremes::centsOf(997)) < 0.5);
    QVERIFY(std::abs(step.momentary.highDb() + 9.03) < 0.1 && std::abs(step.shortTerm.highDb() + 9.03) < 0.1);
    QVERIFY(step.flags == HistoryStep::HasSound);
    QVERIFY(history.entries[20].step.shortTerm.isNone() && !history.entries[20].step.momentary.isNone());
  }

  void lostSamplesAreAGapOfTheirLength() {
    HistoryRig rig;
    History history;
    rig.producer.beginStream(kRateHz);
    rig.play(sine(440, kRateHz, 100 * kHop), history);
    rig.producer.noteLoss(96000, core::GapReason::Overrun);
    rig.play(sine(440, kRateHz, 100 * kHop), history);
    const double seconds = (200.0 * kHop + 96000) / kRateHz;
    QVERIFY(std::abs(static_cast<double>(history.steps()) * 0.05 - seconds) < 0.11);
    std::uint64_t silent = 0;
    for (const auto& entry : history.entries) silent += entry.step.isGap() ? entry.count : 0;
    QVERIFY2(silent >= 38 && silent <= 40, qPrintable(QString::number(silent)));
    QVERIFY(history.stepsWith(HistoryStep::Lost) >= silent);
    QCOMPARE(history.stepsWith(HistoryStep::Stopped), 0U);
  }

  void aShortLossIsSeenToo() {
    HistoryRig rig;
    History history;
    rig.producer.beginStream(kRateHz);
    rig.play(sine(440, kRateHz, 100 * kHop), history);
    rig.producer.noteLoss(100, core::GapReason::Overrun);
    rig.play(sine(440, kRateHz, 100 * kHop), history);
    QVERIFY(history.stepsWith(HistoryStep::Lost) >= 1);
  }

  void aStopIsAGapOfItsLengthAndAnotherInputIsNamed() {
    HistoryRig rig;
    History history;
    rig.producer.beginStream(kRateHz);
    rig.play(sine(440, kRateHz, 100 * kHop), history);
    const std::uint64_t before = history.steps();
    clockS += 7;
    rig.producer.beginStream(kRateHz);
    rig.play(sine(440, kRateHz, 100 * kHop), history);
    QCOMPARE(history.stepsWith(HistoryStep::Stopped), 140U);
    QCOMPARE(history.stepsWith(HistoryStep::Changed), 0U);
    QVERIFY(history.steps() >= 2 * before + 139);
    analysis::StreamInfo other;
    other.sampleRateHz = kRateHz;
    other.hopFrames = kHop;
    other.format.source = "another microphone";
    history.measurement().begin(other);
    history.take();
    QVERIFY(history.entries.back().step.has(HistoryStep::Changed));
    QCOMPARE(history.entries.back().count, 1U);
  }

  void anotherChannelIsMarkedAndTakesNoTime() {
    HistoryRig rig;
    History history;
    rig.producer.beginStream(kRateHz, 0, core::GapReason::Device, {.sourceChannels = 2});
    const std::vector<float> frames = interleaved({sine(440, kRateHz, 100 * kHop), sine(220, kRateHz, 100 * kHop)});
    const auto play = [&] {
      rig.producer.push(frames, 2);
      while (rig.reader.read(history) > 0) {
      }
    };
    play();
    rig.reader.setSettings({.channel = {.number = 2}});
    play();
    QCOMPARE(history.stepsWith(HistoryStep::Changed), 1U);
    QVERIFY(std::abs(static_cast<double>(history.steps()) * 0.05 - 200.0 * kHop / kRateHz) < 0.11);
    QVERIFY(std::abs(static_cast<double>(history.entries.back().step.pitch.high) + 1200) < 0.5);
  }

  void aHiddenViewGetsFewReadingsAndAnAbsentOneLosesNoTimeAndNoPeak() {
    HistoryRig rig;
    History history;
    *history.stepsPerReading = 20;
    rig.producer.beginStream(kRateHz);
    rig.play(sine(440, kRateHz, 5 * 48000), history);
    QCOMPARE(history.shortest, std::size_t{20});
    *history.stepsPerReading = 1;
    history.isAway = true;
    std::vector<float> samples = sine(440, kRateHz, 90 * 48000);
    samples[85 * 48000] = 1;
    rig.play(samples, history);
    history.take();
    QVERIFY(history.steps() >= 95 * 20 - 2 && history.steps() <= 95 * 20);
    double highest = -300;
    for (const auto& entry : history.entries) highest = std::max(highest, entry.step.peak.highDb());
    QVERIFY(std::abs(highest) < 0.01);
  }
};

QTEST_MAIN(TestHistory)
#include "test_history.moc"
