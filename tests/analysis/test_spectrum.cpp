// SPDX-License-Identifier: GPL-3.0-or-later
// Spectra and bands behind a stream: what a change of the stream or a gap leaves of them.
#include "analysis/measure/registry.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kRateHz = 48000;
constexpr std::size_t kHop = 512;

analysis::StreamInfo streamOf(double rateHz) {
  analysis::StreamInfo stream;
  stream.sampleRateHz = rateHz;
  stream.hopFrames = kHop;
  return stream;
}

// Plays a tone, from startS on by the stream's clock.
template <class Reading>
void play(analysis::Measurement<Reading>& measurement, double hertz, double amplitude, double rateHz, double startS,
          double seconds) {
  std::vector<float> samples(kHop);
  for (std::size_t first = 0; double(first + kHop) < seconds * rateHz; first += kHop) {
    for (std::size_t i = 0; i < kHop; ++i) {
      const double turns = hertz * double(first + i) / rateHz;
      samples[i] = float(amplitude * std::sin(2 * std::numbers::pi * turns));
    }
    analysis::AnalysisFrame frame;
    frame.hop = samples;
    frame.startS = startS + double(first) / rateHz;
    frame.endS = startS + double(first + kHop) / rateHz;
    measurement.hop(frame);
  }
}

double decibels(double power) {
  return 10 * std::log10(std::max(power, 1e-30));
}

}  // namespace

class TestSpectrumMeasurement : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void heldPeaksAreOfOneStream() {
    const auto measurement =
        analysis::MeasurementOf<analysis::SpectrumReading>::make({.size = 4096, .timing = {.isDisplay = true}});
    analysis::SpectrumReading reading;
    for (const double rateHz : {kRateHz, 44100.0}) {
      measurement->begin(streamOf(rateHz));
      play(*measurement, rateHz > 45000 ? 1000 : 3000, 0.5, rateHz, 0, 1);
      QVERIFY(measurement->take(reading, {}));
      const auto& highest = reading.values->highest;
      const auto at = std::size_t(std::lround(1000 / reading.values->binHz));
      QCOMPARE(decibels(double(highest[at])) > -10, rateHz > 45000);
    }
  }

  void aMeanOfTheWholeStreamHasBinsOfOneWidth() {
    const auto measurement =
        analysis::MeasurementOf<analysis::SpectrumReading>::make({.size = 4096, .timing = {.intervalS = 0}});
    measurement->begin(streamOf(kRateHz));
    play(*measurement, 1000, 0.5, kRateHz, 0, 1);
    measurement->begin(streamOf(44100));
    play(*measurement, 3000, 0.5, 44100, 0, 1);
    analysis::SpectrumReading rest;
    QVERIFY(measurement->takeRest(rest));
    QCOMPARE(rest.values->peakCount, std::size_t(1));
    QVERIFY(std::abs(rest.values->peaks[0].bin * rest.values->binHz - 3000) < 0.2);
  }

  // Loud before the gap, silent behind it: the mean of all is 3 dB below the tone.
  void bandsOfTheWholeStreamGoOnOverAGap() {
    const auto measurement = analysis::MeasurementOf<analysis::BandsReading>::make(
        {.fraction = core::BandFraction::Octave, .timing = {.intervalS = 0}});
    measurement->begin(streamOf(kRateHz));
    play(*measurement, 1000, 0.5, kRateHz, 0, 4);
    measurement->gap({});
    play(*measurement, 1000, 0, kRateHz, 5, 4);
    analysis::BandsReading rest;
    QVERIFY(measurement->takeRest(rest));
    double highest = -200;
    for (std::size_t b = 0; b < rest.count; ++b) highest = std::max(highest, decibels(rest.power[b]));
    QVERIFY2(std::abs(highest - (20 * std::log10(0.5) - 3.01)) < 0.1, qPrintable(QString::number(highest)));
  }
};

QTEST_GUILESS_MAIN(TestSpectrumMeasurement)
#include "test_spectrum.moc"
