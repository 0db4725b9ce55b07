// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/displayfilter.h"
#include "present/numbertext.h"
#include "present/steadynumber.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace tunescope::present;

namespace {
constexpr double kHopS = 512 / 48000.0;
}  // namespace

class NumberTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Display filter
  void theFilterFollowsAStepWithItsTimeConstant() {
    for (const double sigma : {0.02, 3.0}) {
      DisplayFilter filter(0.1);
      for (double t = 0; t < 2; t += kHopS) filter.add(t, 0, sigma);
      double reachedS = 0;
      for (double t = 2; t < 3 && filter.cents() < 20 * (1 - std::exp(-1)); t += kHopS) {
        filter.add(t, 20, sigma);
        reachedS = t - 2 + kHopS;
      }
      QVERIFY2(reachedS > 0.08 && reachedS < 0.15, qPrintable(QString::number(reachedS)));
    }
  }
  void aJumpBeyondFiftyCentsIsShownAtOnce() {
    DisplayFilter filter(0.1);
    QVERIFY(filter.add(0, 100, 1));
    QVERIFY(!filter.add(kHopS, 149, 1));
    QVERIFY(filter.add(2 * kHopS, 250, 1));
    QCOMPARE(filter.cents(), 250.0);
  }
  void anUnsureReadingWeighsLessThanASureOne() {
    DisplayFilter sure(0.1), unsure(0.1);
    for (double t = 0; t < 1; t += kHopS) {
      sure.add(t, 0, 0.1);
      unsure.add(t, 0, 0.1);
    }
    sure.add(1, 10, 0.1);
    unsure.add(1, 10, 5);
    QVERIFY(unsure.cents() < 0.05 * sure.cents());
  }
  void noiseIsCalmed() {
    std::mt19937 random(7);
    std::normal_distribution<double> noise(0, 1);
    DisplayFilter filter(0.3);
    double squares = 0;
    int count = 0;
    for (double t = 0; t < 20; t += kHopS) {
      filter.add(t, noise(random), 1);
      if (t > 2) {
        squares += filter.cents() * filter.cents();
        ++count;
      }
    }
    QVERIFY(std::sqrt(squares / count) < 0.25);
  }

  // Numbers
  void tenthsAreShownFromTheBeginningAndOnlyGoOnce() {
    SteadyTenths tenths;
    double timeS = 0;
    const auto after = [&](double seconds, double sigma) {
      for (const double endS = timeS + seconds; timeS < endS; timeS += kHopS) tenths.update(timeS, sigma);
      return tenths.areShown();
    };
    QVERIFY(after(0.4, 5));  // a young note
    QVERIFY(after(3, 0.06));
    QVERIFY(after(0.1, 2));  // one bad moment
    QVERIFY(after(3, 0.1));
    QVERIFY(!after(3, 0.5));
    QVERIFY(!after(30, 0.001));
  }
  void aFrequencyHasTheDecimalsThatShowItsCents() {
    QCOMPARE(hertzDecimalsFor(82.4, 0.1), 3);
    QCOMPARE(hertzDecimalsFor(440, 0.1), 2);
    QCOMPARE(hertzDecimalsFor(4186, 0.1), 1);
    QCOMPARE(hertzDecimalsFor(440, 1), 1);
    QCOMPARE(hertzDecimalsFor(4186, 1), 1);
  }
  void aRoundedNumberDoesNotFlipBetweenTwoDigits() {
    SteadyNumber number;
    QCOMPARE(number.update(6.04, 1), 6.0);
    QCOMPARE(number.update(6.06, 1), 6.0);
    QCOMPARE(number.update(6.07, 1), 6.1);
    QCOMPARE(number.update(6.04, 1), 6.1);
    QCOMPARE(number.update(6.04, 2), 6.04);
  }
  void zeroCarriesNoSignAndMinusIsAMinus() {
    QCOMPARE(signedText(-0.04, 1), QStringLiteral("0.0"));
    QCOMPARE(signedText(3.24, 1), QStringLiteral("+3.2"));
    QCOMPARE(signedText(-3.26, 1), QStringLiteral("\u22123.3"));
    QCOMPARE(plainText(1234.5, 1), QStringLiteral("1234.5"));
  }
  void aRoundedNumberStaysWithinItsLimits() {
    SteadyNumber number;
    QCOMPARE(number.update(2.6, 0, -2, 2), 2.0);
    QCOMPARE(number.update(2.4, 0, 3), 3.0);
    QCOMPARE(number.update(2.52, 1, -2.4, 2.4), 2.4);
  }
};

QTEST_APPLESS_MAIN(NumberTests)
#include "tst_numbers.moc"
