// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/spectrum.h"
#include "core/testsignals.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace tunescope::core;
using namespace tunescope::tests;

namespace {

std::vector<float> analyzed(SpectrumAnalyzer& analyzer, const std::vector<float>& samples) {
  std::vector<float> magnitudeDb(analyzer.binCount(), 777.0F);
  analyzer.analyze(samples, magnitudeDb);
  return magnitudeDb;
}

bool isNear(float value, double expected, double tolerance) {
  return std::abs(static_cast<double>(value) - expected) <= tolerance;
}

}  // namespace

class SpectrumTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFullScaleSineOnABinReads0_00() {
    for (const std::size_t size : {std::size_t{512}, std::size_t{2048}, std::size_t{4096}, std::size_t{16384}}) {
      SpectrumAnalyzer analyzer(size);
      for (const std::size_t bin : {std::size_t{2}, size / 8, size / 4 + 1, size / 2 - 2}) {
        for (const double phase : {0.0, 0.1, 0.25, 0.6}) {
          const auto db = analyzed(analyzer, makeSine(size, static_cast<double>(bin), 1.0, phase));
          QVERIFY2(isNear(db[bin], 0.0, 0.0005), qPrintable(QString::number(static_cast<double>(db[bin]))));
          QVERIFY(isNear(db[bin - 1], -6.0206, 0.0005));  // the Hann window's neighbours
          QVERIFY(isNear(db[bin + 1], -6.0206, 0.0005));
          QCOMPARE(std::max_element(db.begin(), db.end()) - db.begin(), static_cast<std::ptrdiff_t>(bin));
        }
      }
    }
  }

  void levelsAreLinearDownToMinus100() {
    SpectrumAnalyzer analyzer(4096);
    for (double level = 0.0; level >= -100.0; level -= 10.0) {
      const auto db = analyzed(analyzer, makeSine(4096, 100.0, std::pow(10.0, level / 20.0)));
      QVERIFY(isNear(db[100], level, 0.001));
    }
  }

  void roundingStaysFarBelowASine() {
    SpectrumAnalyzer analyzer(4096);
    const auto db = analyzed(analyzer, makeSine(4096, 100.0));
    float highest = -300.0F;
    for (std::size_t k = 0; k < db.size(); ++k) {
      if (k < 98 || k > 102) highest = std::max(highest, db[k]);
    }
    qInfo("highest bin beside a full-scale sine: %.1f dB", static_cast<double>(highest));
    QVERIFY(highest < -130.0F);
  }

  void aSineHalfwayBetweenTwoBinsReads1_42Less() {
    SpectrumAnalyzer analyzer(4096);
    const auto db = analyzed(analyzer, makeSine(4096, 1000.5));
    QVERIFY(isNear(db[1000], -1.4237, 0.002));
    QVERIFY(isNear(db[1001], -1.4237, 0.002));
  }

  void fullScaleDcAndNyquistRead0_00() {
    SpectrumAnalyzer analyzer(1024);
    QVERIFY(isNear(analyzed(analyzer, std::vector<float>(1024, 1.0F)).front(), 0.0, 0.0005));
    std::vector<float> alternating(1024);
    for (std::size_t n = 0; n < alternating.size(); ++n) alternating[n] = n % 2 == 0 ? 1.0F : -1.0F;
    QVERIFY(isNear(analyzed(analyzer, alternating).back(), 0.0, 0.0005));
  }

  void silenceIsAtTheFloor() {
    SpectrumAnalyzer analyzer(512);
    for (const float db : analyzed(analyzer, std::vector<float>(512, 0.0F))) QCOMPARE(db, -200.0F);
  }

  void samplesThatAreNotNumbersCountAsZero() {
    constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    SpectrumAnalyzer analyzer(512);
    auto spoilt = makeSine(512, 20.0);
    auto mended = spoilt;
    for (const std::size_t place : {std::size_t{5}, std::size_t{100}, std::size_t{511}}) {
      spoilt[place] = place == 5 ? kNan : (place == 100 ? kInfinity : -kInfinity);
      mended[place] = 0.0F;
    }
    QVERIFY(analyzed(analyzer, spoilt) == analyzed(analyzer, mended));
  }

  void theLargestFloatsGiveFiniteLevels() {
    SpectrumAnalyzer analyzer(16384);
    auto loud = makeNoise(16384, 3, std::numeric_limits<float>::max());
    for (const float db : analyzed(analyzer, loud)) QVERIFY(std::isfinite(db));
    std::fill(loud.begin(), loud.end(), std::numeric_limits<float>::max());
    for (const float db : analyzed(analyzer, loud)) QVERIFY(std::isfinite(db));
  }
};

QTEST_APPLESS_MAIN(SpectrumTests)
#include "spectrum_tests.moc"
