// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/levelmeter.h"
#include "core/testsignals.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <vector>

using namespace tunescope::core;
using namespace tunescope::tests;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

bool isNear(std::optional<double> value, double expected, double tolerance) {
  return value && std::abs(*value - expected) <= tolerance;
}

}  // namespace

class LevelMeterTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFullScaleSineReadsMinus3_01AndPeak0_00() {
    for (const std::size_t size : {std::size_t{512}, std::size_t{480}, std::size_t{44100}}) {
      const auto reading = measureLevel(makeSine(size, 8.0, 1.0, 0.25));  // begins on its crest
      QVERIFY(isNear(reading.rmsDb, 20.0 * std::log10(std::sqrt(0.5)), 1e-6));
      QVERIFY(isNear(reading.peakDb, 0.0, 1e-6));
    }
  }

  void levelsAreExactOverTheWholeRange() {
    for (double db = -140.0; db <= 20.0; db += 5.0) {
      const double amplitude = std::pow(10.0, db / 20.0);
      const auto reading = measureLevel(makeSine(1024, 16.0, amplitude, 0.25));
      QVERIFY(isNear(reading.rmsDb, db - 3.010299957, 1e-5));
      QVERIFY(isNear(reading.peakDb, db, 1e-5));
    }
  }

  void dcAndSquareWavesReadTheirAmplitude() {
    const auto reading = measureLevel(std::vector<float>(100, -0.5F));
    QVERIFY(isNear(reading.rmsDb, -6.020599913, 1e-9));
    QVERIFY(isNear(reading.peakDb, -6.020599913, 1e-9));
  }

  void digitalSilenceHasNoLevel() {
    for (const auto& block : {std::vector<float>{}, std::vector<float>(512, 0.0F), std::vector<float>(512, -0.0F)}) {
      const auto reading = measureLevel(block);
      QVERIFY(!reading.rmsDb);
      QVERIFY(!reading.peakDb);
      QCOMPARE(reading.clippedSamples, 0U);
    }
  }

  void theSmallestAndTheLargestFloatsHaveALevel() {
    const float tiny = std::numeric_limits<float>::denorm_min();
    const auto quiet = measureLevel(std::vector<float>(512, tiny));
    QVERIFY(isNear(quiet.rmsDb, 20.0 * std::log10(static_cast<double>(tiny)), 1e-9));
    const float huge = std::numeric_limits<float>::max();
    const auto loud = measureLevel(std::vector<float>(512, huge));
    QVERIFY(isNear(loud.rmsDb, 20.0 * std::log10(static_cast<double>(huge)), 1e-9));
    QCOMPARE(loud.clippedSamples, 512U);
  }

  void samplesThatAreNotNumbersAreLeftOut() {
    std::vector<float> block(101, 0.5F);
    block[3] = kNan;
    block[50] = kInfinity;
    block[99] = -kInfinity;
    const auto reading = measureLevel(block);
    QVERIFY(isNear(reading.rmsDb, -6.020599913, 1e-9));  // the mean is over the 98 others
    QVERIFY(isNear(reading.peakDb, -6.020599913, 1e-9));
    QCOMPARE(reading.clippedSamples, 0U);

    const auto nothing = measureLevel(std::vector<float>{kNan, kInfinity, -kInfinity});
    QVERIFY(!nothing.rmsDb);
    QVERIFY(!nothing.peakDb);
  }

  void samplesAtOrBeyondFullScaleAreCounted() {
    const float justBelow = 32766.0F / 32768.0F;
    const float positiveFullScale16 = 32767.0F / 32768.0F;
    const std::vector<float> block{justBelow, -justBelow, positiveFullScale16, -1.0F, 1.0F, 1.5F, -2.0F, 0.0F};
    QCOMPARE(measureLevel(block).clippedSamples, 5U);
  }

  void aSinglePeakIsFoundAtAnyPlace() {
    for (std::size_t place = 0; place < 64; ++place) {
      std::vector<float> block(64, 0.001F);
      block[place] = -0.75F;
      QVERIFY(isNear(measureLevel(block).peakDb, 20.0 * std::log10(0.75), 1e-9));
    }
  }
};

QTEST_APPLESS_MAIN(LevelMeterTests)
#include "levelmeter_tests.moc"
