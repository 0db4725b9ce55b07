// SPDX-License-Identifier: GPL-3.0-or-later
// Bands of octaves and thirds against the class 1 mask of IEC 61260-1:2014, table 1.
#include "core/spectrum/bandfilters.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

using namespace tunescope::core;

namespace {

// Limits of the attenuation in dB, relative to the middle of the band, at octaves from it for an octave filter. Just
// inside and outside of the edge the limits jump.
struct MaskPoint {
  double octaves, minDb, maxDb;
};
constexpr double kNoLimit = std::numeric_limits<double>::infinity();
constexpr MaskPoint kInside[] = {
    {0, -0.4, 0.4}, {0.125, -0.4, 0.5}, {0.25, -0.4, 0.7}, {0.375, -0.4, 1.4}, {0.5, -0.4, 5.3}};
constexpr MaskPoint kOutside[] = {
    {0.5, 1.6, kNoLimit}, {1, 16.6, kNoLimit}, {2, 40.5, kNoLimit}, {3, 60, kNoLimit}, {4, 70, kNoLimit}};

// The frequency ratio of a point of the mask for 1/b octave, above the middle.
double ratioOf(double octaves, int perOctave) {
  const auto steps = [](double o) { return std::pow(10, 0.3 * o); };
  return 1 + (steps(0.5 / perOctave) - 1) / (steps(0.5) - 1) * (steps(octaves) - 1);
}

double interpolated(double x, double x0, double x1, double y0, double y1) {
  return y0 + (y1 - y0) * (std::log(x) - std::log(x0)) / (std::log(x1) - std::log(x0));
}

// The limits at a frequency ratio; both sides of the band are alike.
MaskPoint maskAt(double ratio, int perOctave) {
  const double x = std::max(ratio, 1 / ratio);
  const bool isInside = x < ratioOf(0.5, perOctave);
  const std::span<const MaskPoint> points = isInside ? std::span<const MaskPoint>(kInside) : kOutside;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double x0 = ratioOf(points[i - 1].octaves, perOctave), x1 = ratioOf(points[i].octaves, perOctave);
    if (x > x1) continue;
    const double max = isInside ? interpolated(x, x0, x1, points[i - 1].maxDb, points[i].maxDb) : kNoLimit;
    return {0, interpolated(x, x0, x1, points[i - 1].minDb, points[i].minDb), max};
  }
  return {0, 70, kNoLimit};
}

QString outOfMask(const FractionalBand& band, int perOctave, double hertz, double attenuationDb) {
  const MaskPoint limits = maskAt(hertz / band.centreHz, perOctave);
  if (attenuationDb >= limits.minDb && attenuationDb <= limits.maxDb) return {};
  return QStringLiteral("%1 Hz in band %2 Hz: %3 dB, not %4 to %5")
      .arg(hertz)
      .arg(band.centreHz)
      .arg(attenuationDb)
      .arg(limits.minDb)
      .arg(limits.maxDb);
}

void addCases() {
  QTest::addColumn<int>("fraction");
  QTest::addColumn<double>("rateHz");
  for (const int fraction : {1, 3}) {
    for (const double rateHz : {8000.0, 22050.0, 44100.0, 48000.0, 88200.0, 96000.0, 192000.0}) {
      QTest::addRow("1/%d octave at %g Hz", fraction, rateHz) << fraction << rateHz;
    }
  }
}

// Adds a full-scale sine that fades in, then keeps only what comes after the settling time.
std::vector<double> levelsOf(BandFilterBank& bank, double hertz, double rateHz, double settleS, double seconds) {
  std::vector<double> powers(bank.bands().size());
  std::vector<float> block(480);
  bank.reset();
  const auto settle = static_cast<std::size_t>(settleS * rateHz),
             end = settle + static_cast<std::size_t>(seconds * rateHz);
  bool isSettled = false;
  for (std::size_t n = 0; n < end;) {
    for (float& sample : block) {
      const double fade = std::min(1.0, 2 * static_cast<double>(n) / static_cast<double>(settle));
      const double turns = std::fmod(hertz / rateHz * static_cast<double>(n++), 1.0);
      sample =
          static_cast<float>((0.5 - 0.5 * std::cos(std::numbers::pi * fade)) * std::sin(2 * std::numbers::pi * turns));
    }
    bank.add(block);
    if (n >= settle && !isSettled) bank.takeMeans(powers);
    isSettled = isSettled || n >= settle;
  }
  bank.takeMeans(powers);
  return powers;
}

}  // namespace

class BandFilterTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void bandsAreThoseOfTheStandard() {
    const std::vector<FractionalBand> thirds = fractionalBands(BandFraction::Third, 48000);
    QCOMPARE(thirds.size(), 31U);
    QVERIFY(std::abs(thirds.front().centreHz - 19.9526) < 1e-4);
    QVERIFY(std::abs(thirds.back().centreHz - 19952.6) < 0.1);
    QVERIFY(std::abs(thirds[17].centreHz - 1000) < 1e-9);
    QVERIFY(std::abs(thirds[17].highHz - 1122.018) < 1e-3);
    std::vector<double> nominal;
    for (const FractionalBand& band : thirds) nominal.push_back(nominalHz(band));
    const std::vector<double> expected = {20,   25,   31.5, 40,   50,   63,    80,    100,   125,  160,  200,
                                          250,  315,  400,  500,  630,  800,   1000,  1250,  1600, 2000, 2500,
                                          3150, 4000, 5000, 6300, 8000, 10000, 12500, 16000, 20000};
    for (std::size_t i = 0; i < expected.size(); ++i) QVERIFY(std::abs(nominal[i] / expected[i] - 1) < 1e-9);
    const std::vector<FractionalBand> octaves = fractionalBands(BandFraction::Octave, 48000);
    QCOMPARE(octaves.size(), 10U);
    QVERIFY(std::abs(nominalHz(octaves.front()) - 31.5) < 1e-9);
    QVERIFY(std::abs(nominalHz(octaves.back()) - 16000) < 1e-6);
    QVERIFY(fractionalBands(BandFraction::Octave, 8000).back().highHz < 4000);
  }

  void theFiltersKeepClass1_data() { addCases(); }
  void theFiltersKeepClass1() {
    QFETCH(int, fraction);
    QFETCH(double, rateHz);
    const BandFilterBank bank(static_cast<BandFraction>(fraction), rateHz);
    QVERIFY(!bank.bands().empty());
    for (std::size_t b = 0; b < bank.bands().size(); ++b) {
      const FractionalBand& band = bank.bands()[b];
      const double middle = bank.magnitudeAt(b, band.centreHz);
      QVERIFY(std::abs(20 * std::log10(middle)) < 0.4);
      for (int step = -600; step <= 600; ++step) {
        const double hertz = band.centreHz * std::pow(10, step * 0.0025);
        if (hertz > 0.02 * rateHz && hertz > 0.499 * rateHz) break;
        if (hertz > band.highHz * 4) continue;  // of a decimated stage, aliases: the next test
        const double attenuationDb = -20 * std::log10(bank.magnitudeAt(b, hertz));
        const QString problem = outOfMask(band, fraction, hertz, attenuationDb);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
      }
    }
  }

  // Real sines through decimation and all, read in all bands.
  void sinesThroughTheBankKeepClass1_data() {
    QTest::addColumn<int>("fraction");
    QTest::addColumn<double>("rateHz");
    QTest::newRow("octaves at 48 kHz") << 1 << 48000.0;
    QTest::newRow("thirds at 44.1 kHz") << 3 << 44100.0;
    QTest::newRow("thirds at 96 kHz") << 3 << 96000.0;
  }
  void sinesThroughTheBankKeepClass1() {
    QFETCH(int, fraction);
    QFETCH(double, rateHz);
    BandFilterBank bank(static_cast<BandFraction>(fraction), rateHz);
    for (int step = 0; step < 130; ++step) {
      const double hertz = 16 * std::pow(10, step * 0.0241);
      if (hertz > 0.495 * rateHz) break;
      const std::vector<double> powers = levelsOf(bank, hertz, rateHz, 2, 0.5);
      for (std::size_t b = 0; b < powers.size(); ++b) {
        const double attenuationDb = -10 * std::log10(std::max(powers[b], 1e-30));
        const QString problem = outOfMask(bank.bands()[b], fraction, hertz, attenuationDb);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
      }
    }
  }

  void aSineInTheMiddleReadsItsLevel() {
    BandFilterBank bank(BandFraction::Third, 48000);
    for (const std::size_t band : {std::size_t{2}, std::size_t{17}, std::size_t{29}}) {
      const double hertz = bank.bands()[band].centreHz;
      const double db = 10 * std::log10(levelsOf(bank, hertz, 48000, 2, 1)[band]);
      QVERIFY2(std::abs(db) < 0.05, qPrintable(QString::number(db)));
    }
  }

  // White noise: each third has its share of the bandwidth, and the means do not depend on how blocks are cut.
  void noiseReadsItsBandwidthHoweverItIsCut() {
    constexpr double kRateHz = 48000;
    std::mt19937 random(11);
    std::normal_distribution<float> noise(0, 0.1F);
    std::vector<float> samples(static_cast<std::size_t>(kRateHz) * 20);
    for (float& sample : samples) sample = noise(random);
    std::vector<std::vector<double>> results;
    for (const std::size_t cut : {std::size_t{512}, std::size_t{333}, std::size_t{5001}, samples.size()}) {
      BandFilterBank bank(BandFraction::Third, kRateHz);
      for (std::size_t n = 0; n < samples.size(); n += cut) {
        bank.add(std::span(samples).subspan(n, std::min(cut, samples.size() - n)));
      }
      results.emplace_back(bank.bands().size());
      bank.takeMeans(results.back());
      QVERIFY(std::ranges::equal(results.back(), results.front(),
                                 [](double a, double b) { return std::abs(a / b - 1) < 1e-3; }));
    }
    const std::vector<FractionalBand> bands = fractionalBands(BandFraction::Third, kRateHz);
    for (std::size_t b = 7; b < bands.size(); ++b) {  // from 100 Hz: 23 Hz for 20 s scatter by .2 dB
      const double expected = 2 * 0.01 * (bands[b].highHz - bands[b].lowHz) / (kRateHz / 2);
      QVERIFY2(std::abs(10 * std::log10(results[0][b] / expected)) < 0.7,
               qPrintable(QString::number(bands[b].centreHz)));
    }
  }

  void silenceIsNoLevelAndResetForgets() {
    BandFilterBank bank(BandFraction::Octave, 48000);
    std::vector<double> powers(bank.bands().size(), 1);
    bank.takeMeans(powers);
    QVERIFY(std::ranges::all_of(powers, [](double power) { return power == 0; }));
    bank.add(std::vector<float>(4800, 0.5F));
    bank.reset();
    bank.add(std::vector<float>(4800));
    bank.takeMeans(powers);
    QVERIFY(std::ranges::all_of(powers, [](double power) { return power == 0; }));
  }
};

QTEST_APPLESS_MAIN(BandFilterTests)
#include "bandfilter_tests.moc"
