// SPDX-License-Identifier: GPL-3.0-or-later
// Measurements by themselves, fed hop by hop as the worker does.
#include "analysis/measure/registry.h"
#include "core/pitch/pitchengine.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <numbers>

using namespace tunescope;
using analysis::CourseReading;
using analysis::StruckReading;

namespace {

constexpr double kRateHz = 48000;

// Plays a sound to a measurement, from hop to hop.
template <class F>
class Feeder {
 public:
  explicit Feeder(const typename analysis::MeasurementOf<F>::Parameters& parameters = {})
      : m_measurement(analysis::MeasurementOf<F>::make(parameters)), m_hop(m_engine.hopFrames()) {
    m_measurement->begin({.sampleRateHz = kRateHz, .hopFrames = m_engine.hopFrames(), .format = {}});
  }

  // soundAt: of the seconds since this call. string: that the finder would name.
  void play(double seconds, const std::function<double(double)>& soundAt, std::optional<int> string = {}) {
    const double fromS = m_timeS;
    while (m_timeS < fromS + seconds) {
      analysis::AnalysisFrame frame;
      frame.startS = m_timeS;
      for (float& x : m_hop) {
        x = float(soundAt(m_timeS - fromS));
        m_timeS += 1 / kRateHz;
      }
      frame.endS = m_timeS;
      frame.hop = m_hop;
      frame.pitch = m_engine.process(m_hop);
      if (frame.pitch.hertz) frame.note = m_tuning.nearest(*frame.pitch.hertz);
      if (frame.pitch.hertz) frame.string = string;
      frame.tuning = &m_tuning;
      frame.settings = &m_settings;
      m_measurement->hop(frame);
    }
  }
  std::optional<F> take() {
    F newest;
    return m_measurement->take(newest, {}) ? std::optional(newest) : std::nullopt;
  }

 private:
  core::PitchEngine m_engine{{.sampleRateHz = kRateHz}};
  std::unique_ptr<analysis::Measurement<F>> m_measurement;
  std::vector<float> m_hop;
  core::Tuning m_tuning;
  analysis::AnalysisSettings m_settings;
  double m_timeS = 0;
};

double pluck(double hertz, double t, int partials = 5) {
  double sum = 0;
  for (int partial = 1; partial <= partials; ++partial)
    sum += std::exp(-0.6 * partial * t) / partial * std::sin(2 * std::numbers::pi * hertz * partial * t + partial);
  return 0.1 * std::min(1.0, t / 0.003) * sum;
}

double offset(double hertz, double cents) {
  return hertz * std::exp2(cents / 1200);
}

}  // namespace

class TestMeasurements : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void bothStringsOfAnOctaveAreMeasured_data() {
    QTest::addColumn<double>("lowCents");
    QTest::addColumn<double>("highCents");
    QTest::newRow("upper sharp") << -3.0 << 12.0;
    QTest::newRow("upper flat") << 4.0 << -20.0;
    QTest::newRow("lower flat") << -25.0 << -2.0;
  }
  void bothStringsOfAnOctaveAreMeasured() {
    QFETCH(const double, lowCents);
    QFETCH(const double, highCents);
    const double lowHz = 82.4069;
    Feeder<CourseReading> feeder({.courses = {{lowHz, 2 * lowHz}, {110, 0}}});
    const auto sound = [&](double t) {
      return pluck(offset(lowHz, lowCents), t) + 0.6 * pluck(offset(2 * lowHz, highCents), t);
    };
    feeder.play(0.5, [](double) { return 0.0; });
    feeder.play(2.5, sound, 2);
    const auto reading = feeder.take();
    QVERIFY(reading && reading->isOctave && reading->string == 2);
    QCOMPARE(reading->state, CourseReading::State::Two);
    QVERIFY(reading->isKnown);
    QVERIFY2(std::abs(reading->cents[0] - lowCents) < 0.5, QByteArray::number(reading->cents[0]));
    QVERIFY2(std::abs(reading->cents[1] - highCents) < 0.5, QByteArray::number(reading->cents[1]));
    const double beats = std::abs(2 * offset(lowHz, lowCents) - offset(2 * lowHz, highCents));
    QVERIFY2(std::abs(reading->beatsPerS - beats) < 0.05, QByteArray::number(reading->beatsPerS));
  }

  void bothStringsOfAUnisonAreMeasured() {
    Feeder<CourseReading> feeder({.courses = {{440, 440}}});
    feeder.play(0.5, [](double) { return 0.0; });
    feeder.play(
        2, [](double t) { return pluck(offset(440, -6), t) + 0.7 * pluck(offset(440, 3), t); }, 1);
    const auto reading = feeder.take();
    QVERIFY(reading && !reading->isOctave && reading->state == CourseReading::State::Two);
    QVERIFY2(std::abs(reading->cents[0] + 6) < 0.1, QByteArray::number(reading->cents[0]));
    QVERIFY2(std::abs(reading->cents[1] - 3) < 0.1, QByteArray::number(reading->cents[1]));
    QVERIFY(std::abs(reading->beatsPerS - (offset(440, 3) - offset(440, -6))) < 0.02);
  }

  void oneStringOfACourseIsOne() {
    Feeder<CourseReading> feeder({.courses = {{440, 440}, {330, 0}}});
    feeder.play(0.5, [](double) { return 0.0; });
    feeder.play(
        2, [](double t) { return pluck(441, t); }, 2);
    const auto reading = feeder.take();
    QVERIFY(reading && reading->state == CourseReading::State::One && reading->minBeatsPerS < 0.5);
    feeder.play(
        1, [](double t) { return pluck(330, t); }, 1);  // it is alone
    QVERIFY(!feeder.take());
  }
};

QTEST_GUILESS_MAIN(TestMeasurements)
#include "test_measurements.moc"
