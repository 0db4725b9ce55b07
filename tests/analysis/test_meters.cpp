// SPDX-License-Identifier: GPL-3.0-or-later
// The measurement of the meters by itself: the pause of the integration, a hidden view, settings, and no allocation per
// frame, of it and of the level and the history.
#include "analysis/measure/registry.h"
#include "support/allocationcounter.h"

#include <QTest>

#include <cmath>
#include <numbers>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kRateHz = 48000;
constexpr std::size_t kHopFrames = 512;

double amplitudeOf(double dbfs) {
  return std::pow(10, dbfs / 20);
}

bool isNear(const std::optional<double>& value, double expected, double tolerance = 0.1) {
  return value && std::abs(*value - expected) <= tolerance;
}

// Plays stereo tones of 1 kHz to a measurement, hop by hop.
template <class F>
class Player {
 public:
  explicit Player(const typename analysis::MeasurementOf<F>::Parameters& parameters = {})
      : m_measurement(analysis::MeasurementOf<F>::make(parameters)), m_hop(kHopFrames), m_frames(2 * kHopFrames) {
    m_measurement->begin(
        {.sampleRateHz = kRateHz, .hopFrames = kHopFrames, .format = {}, .layout = {.sourceChannels = 2}});
  }

  void playHop(double dbfs) {
    const double amplitude = amplitudeOf(dbfs);
    for (std::size_t i = 0; i < kHopFrames; ++i, ++m_played) {
      const double phase = 2 * std::numbers::pi * 1000 * static_cast<double>(m_played) / kRateHz;
      m_hop[i] = m_frames[2 * i] = m_frames[2 * i + 1] = static_cast<float>(amplitude * std::sin(phase));
    }
    const double endS = static_cast<double>(m_played) / kRateHz;
    analysis::AnalysisFrame frame;
    frame.hop = m_hop;
    frame.channels = core::ChannelView(m_frames, 2, 2);
    frame.settings = &settings;
    frame.startS = endS - kHopFrames / kRateHz;
    frame.endS = endS;
    m_measurement->hop(frame);
    if (F reading; m_measurement->take(reading, {})) {
      newest = reading;
      ++count;
    }
  }
  void play(double seconds, double dbfs) {
    for (double endS = playedS() + seconds; playedS() < endS;) playHop(dbfs);
  }
  double playedS() const { return static_cast<double>(m_played) / kRateHz; }
  analysis::Measurement<F>& measurement() { return *m_measurement; }

  analysis::AnalysisSettings settings;
  F newest;
  int count = 0;  // readings

 private:
  std::unique_ptr<analysis::Measurement<F>> m_measurement;
  std::vector<float> m_hop, m_frames;
  std::size_t m_played = 0;
};

using Meters = Player<core::MetersReading>;

}  // namespace

class TestMeters : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsPlayedInAPauseIsNotIntegrated() {
    const auto control = std::make_shared<analysis::MeterControl>();
    Meters meters({.control = control});
    meters.play(20, -23);
    const core::LoudnessReading before = meters.newest.loudness;
    QVERIFY(isNear(before.integrated, -23) && isNear(before.maxShortTerm, -23));
    control->isIntegrating = false;
    meters.play(20, -6);
    const core::LoudnessReading paused = meters.newest.loudness;
    QVERIFY(isNear(paused.momentary, -6) && isNear(paused.shortTerm, -6));  // they go on
    QCOMPARE(paused.integrated, before.integrated);
    QCOMPARE(paused.range, before.range);
    QCOMPARE(paused.maxMomentary, before.maxMomentary);
    QCOMPARE(paused.maxShortTerm, before.maxShortTerm);
    QVERIFY(isNear(meters.newest.maxTruePeakDb, -23));
    QVERIFY(std::abs(paused.integratedS - 20) < 0.12);
    // Windows that reach back into the pause do not count either.
    control->isIntegrating = true;
    meters.play(20, -23);
    const core::LoudnessReading after = meters.newest.loudness;
    QVERIFY2(isNear(after.integrated, -23, 0.02), qPrintable(QString::number(*after.integrated)));
    QVERIFY(isNear(after.maxMomentary, -23) && isNear(after.maxShortTerm, -23) && *after.range < 0.1);
    QVERIFY(std::abs(after.integratedS - 40) < 0.12);
    QVERIFY(isNear(meters.newest.maxTruePeakDb, -23));
  }

  void aHiddenViewGetsAReadingEachSecondAndLosesNothing() {
    const auto control = std::make_shared<analysis::MeterControl>();
    Meters hidden({.intervalS = 0.03, .control = control}), shown({.intervalS = 0.03});
    for (Meters* meters : {&hidden, &shown}) meters->play(2, -30);
    const int before = hidden.count;
    QVERIFY(before > 50);
    control->isShown = false;
    for (Meters* meters : {&hidden, &shown}) {
      meters->play(3, -20);
      meters->play(1, -3);
      meters->play(6, -20);
    }
    QVERIFY2(hidden.count - before >= 9 && hidden.count - before <= 11, qPrintable(QString::number(hidden.count)));
    control->isShown = true;
    for (Meters* meters : {&hidden, &shown}) meters->play(0.2, -20);
    QVERIFY(hidden.count - before > 14);
    QVERIFY(isNear(hidden.newest.loudness.integrated, *shown.newest.loudness.integrated, 1e-9));
    QVERIFY(isNear(hidden.newest.loudness.maxMomentary, -3) && isNear(hidden.newest.maxTruePeakDb, -3));
  }

  void aGapDoesNotRestartTheIntegration() {
    Meters meters;
    meters.play(10, -20);
    meters.measurement().gap({.timeS = 10, .lostFrames = 4800});
    meters.play(0.3, -20);
    QVERIFY(!meters.newest.loudness.momentary && isNear(meters.newest.loudness.integrated, -20));
    meters.play(10, -20);
    QVERIFY(isNear(meters.newest.loudness.integrated, -20) && isNear(meters.newest.loudness.maxMomentary, -20));
    QVERIFY(meters.newest.loudness.integratedS > 20);
  }

  void theLevelOfZeroVuIsASetting() {
    Meters meters;
    meters.play(2, -20);
    QVERIFY(isNear(meters.newest.perChannel[0].vuDb, -2, 0.05));
    meters.settings.vuZeroDbfs = -20;
    meters.play(0.2, -20);
    QVERIFY(isNear(meters.newest.perChannel[0].vuDb, 0, 0.05));
  }

  void noFrameAllocates() {
    if (!test::AllocationCounter::isWorking()) QSKIP("allocations cannot be counted here");
    QCOMPARE(allocationsOf<core::MetersReading>(), 0U);
    QCOMPARE(allocationsOf<core::LevelReading>(), 0U);
    QCOMPARE(allocationsOf<core::HistoryReading>(), 0U);
  }

 private:
  // Of ten seconds, once the measurement has seen its settings.
  template <class F>
  static std::uint64_t allocationsOf() {
    Player<F> player;
    player.play(0.2, -20);
    const test::AllocationCounter counter;
    player.play(10, -20);
    player.measurement().gap({.timeS = 10, .lostFrames = 512});
    player.play(1, -20);
    return counter.touched();
  }
};

QTEST_APPLESS_MAIN(TestMeters)
#include "test_meters.moc"
