// SPDX-License-Identifier: GPL-3.0-or-later
// Waveforms as a few lines of any language compute them, sample by sample: their partials beyond half the rate fold
// down.
#include "core/pitch/pitchengine.h"
#include "core/pitch/search/foldedlines.h"
#include "support/signals.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kSettledS = 0.15;
constexpr double kSeconds = 0.6;

double valueOf(const QString& wave, double phase) {
  if (wave == QLatin1String("saw")) return 2 * phase - 1;
  return phase < 0.5 ? 1 : -1;
}

std::vector<float> computed(const QString& wave, double hertz, double rate) {
  test::Random random(7);
  const double start = random.uniform();
  std::vector<float> samples(static_cast<std::size_t>(kSeconds * rate));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double turns = hertz * static_cast<double>(i) / rate + start;
    const double noise = 1e-3 * random.gaussian();  // 60 dB under a square
    samples[i] = static_cast<float>(0.5 * (valueOf(wave, turns - std::floor(turns)) + noise));
  }
  return samples;
}

double medianOf(std::vector<double> values) {
  if (values.empty()) return 1e9;
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
  return values[values.size() / 2];
}

}  // namespace

class SampledWavesTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyNoteOfThePianoIsRight_data() {
    QTest::addColumn<QString>("wave");
    QTest::addColumn<double>("rate");
    for (const QString& wave : {QStringLiteral("saw"), QStringLiteral("square")}) {
      for (const double rate : {44100.0, 48000.0, 96000.0})
        QTest::newRow(qPrintable(QStringLiteral("%1 at %2 Hz").arg(wave).arg(rate))) << wave << rate;
    }
  }

  void everyNoteOfThePianoIsRight() {
    QFETCH(QString, wave);
    QFETCH(double, rate);
    for (int midi = 21; midi <= 108; ++midi) {
      const double hertz = 440 * std::exp2((midi - 69) / 12.0);
      const std::vector<float> samples = computed(wave, hertz, rate);
      core::PitchEngine engine({.sampleRateHz = rate});
      std::vector<double> cents;
      int readings = 0;
      for (std::size_t i = 0; i + engine.hopFrames() <= samples.size(); i += engine.hopFrames()) {
        const core::PitchReading reading = engine.process(std::span(samples).subspan(i, engine.hopFrames()));
        if (reading.availableS < kSettledS) continue;
        ++readings;
        if (reading.isVoiced()) cents.push_back(test::cents(*reading.hertz, hertz));
      }
      const QString where = QStringLiteral("MIDI %1: ").arg(midi);
      const auto wrong = std::ranges::count_if(cents, [](double c) { return std::abs(c) > 50; });
      QVERIFY2(wrong == 0, qPrintable(where + QStringLiteral("%1 of %2 wrong").arg(wrong).arg(readings)));
      QVERIFY2(static_cast<double>(cents.size()) > 0.85 * readings,
               qPrintable(where + QStringLiteral("%1 of %2 told").arg(cents.size()).arg(readings)));
      const double median = medianOf(cents);
      QVERIFY2(std::abs(median) < 0.1, qPrintable(where + QStringLiteral("median %1 cents").arg(median)));
    }
  }

  // 48,000 / 440 is close to 109: aliases 40 Hz beside each partial, which a short window cannot tell from it.
  void aliasesBesideThePartialsAreNoVibrato() {
    const std::vector<float> samples = computed(QStringLiteral("saw"), 440, 48000);
    core::PitchEngine engine({});
    for (std::size_t i = 0; i + engine.hopFrames() <= samples.size(); i += engine.hopFrames()) {
      const core::PitchReading reading = engine.process(std::span(samples).subspan(i, engine.hopFrames()));
      if (reading.availableS < kSettledS) continue;
      QVERIFY(reading.isVoiced());
      QVERIFY2(std::abs(test::cents(*reading.hertz, 440)) < 0.1, qPrintable(QString::number(*reading.hertz, 'f', 4)));
    }
  }

  // Lines between the partials of a sound without any above the band are not aliases.
  void onlyWhatReachesTheEndOfTheBandFolds() {
    constexpr std::size_t kSize = 4096;
    constexpr std::array<std::size_t, 1> kSizes = {kSize};
    const auto foldsAt = [&](int partials) {
      std::vector<float> samples(kSize);
      for (std::size_t i = 0; i < kSize; ++i) {
        double sum = 0;
        for (int l = 1; l <= partials; ++l)
          sum += std::sin(2 * std::numbers::pi * l * 100.3 * static_cast<double>(i) / kSize) / l;
        samples[i] = static_cast<float>(sum);
      }
      core::PartialSpectrum spectrum(kSizes);
      spectrum.analyze(samples);
      return core::FoldedLines(spectrum, 100.3, {.rateBins = kSize, .endBins = 0.45 * kSize}).areThere();
    };
    QVERIFY(foldsAt(18));
    QVERIFY(!foldsAt(12));
  }
};

QTEST_APPLESS_MAIN(SampledWavesTests)
#include "sampledwaves_tests.moc"
