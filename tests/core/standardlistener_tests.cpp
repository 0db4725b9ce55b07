// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/airpitch.h"
#include "core/tuning/standardlistener.h"

#include <QTest>

#include <cmath>
#include <random>
#include <vector>

using namespace tunescope::core;

namespace {

constexpr double kHopS = 512.0 / 48000;

double centsBetween(double low, double high) {
  return 1200 * std::log2(high / low);
}

// Gives a fit the readings of each hop.
class Listener {
 public:
  explicit Listener(double a4Hz = kDefaultA4Hz) : m_tuning(Tuning::equal(a4Hz)), m_fit(a4Hz) {}

  void sound(double hertz, double seconds, double confidence = 0.99) {
    for (double s = 0; s < seconds; s += kHopS) {
      m_timeS += kHopS;
      m_fit.add(m_timeS, hertz, 0.05, confidence, *m_tuning.nearest(hertz));
    }
  }
  void waver(double hertz, double seconds, double sigmaCents, std::mt19937& random) {
    std::normal_distribution<double> noise(0, sigmaCents);
    for (double s = 0; s < seconds; s += 0.1) sound(hertz * std::exp2(noise(random) / 1200), 0.1);
  }
  std::optional<StandardListener::Result> result() const { return m_fit.result(); }

 private:
  Tuning m_tuning;
  StandardListener m_fit;
  double m_timeS = 0;
};

}  // namespace

class StandardListenerTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aForkIsA4ByItself_data() {
    QTest::addColumn<double>("hertz");
    for (const double hertz : {440.0, 443.2, 415.0, 466.16, 392.5 * 1.02})
      QTest::newRow(qPrintable(QString::number(hertz))) << hertz;
  }
  void aForkIsA4ByItself() {
    QFETCH(double, hertz);
    Listener listener;
    listener.sound(hertz, 10);
    const auto result = listener.result();
    QVERIFY(result && result->isOneNote);
    QVERIFY(std::abs(result->a4Hz - hertz) < 0.001);
    QVERIFY(result->sigmaCents > 0 && result->sigmaCents < 0.04);
  }

  void oneOtherNoteIsMeasuredByTheTuning() {
    Listener listener;
    listener.sound(523.2511306 * 442 / 440, 10);  // a fork of C5
    const auto result = listener.result();
    QVERIFY(result && !result->isOneNote);
    QVERIFY(std::abs(result->a4Hz - 442) < 0.001);
  }

  void anEnsembleIsFoundFromAnyStandard() {
    std::mt19937 random(54);
    std::normal_distribution<double> off(0, 6);
    int within = 0;
    double sigmas = 0;
    for (int i = 0; i < 200; ++i) {
      const double truth = 432 + i * 0.1;
      Listener listener(440);
      for (int note = 0; note < 12; ++note) {
        const double hertz = truth * std::exp2((note * 5 % 12 - 9) / 12.0 + off(random) / 1200);
        listener.waver(hertz, 0.8, 3, random);
      }
      const auto result = listener.result();
      QVERIFY(result && !result->isOneNote);
      within += std::abs(centsBetween(truth, result->a4Hz)) <= 2 * result->sigmaCents ? 1 : 0;
      sigmas += result->sigmaCents / 200;
    }
    QVERIFY2(within >= 172 && within <= 198, qPrintable(QString::number(within)));
    QVERIFY2(sigmas > 1.3 && sigmas < 2.2, qPrintable(QString::number(sigmas)));
  }

  void offsetsAroundHalfAStepAreOneOffset() {
    Listener listener;
    for (int i = 0; i < 8; ++i) listener.sound(440 * std::exp2((i * 100 + (i % 2 == 0 ? 47 : 53)) / 1200.0), 1);
    const auto result = listener.result();
    QVERIFY(result);
    QVERIFY2(std::abs(std::abs(centsBetween(440, result->a4Hz)) - 50) < 1, qPrintable(QString::number(result->a4Hz)));
  }

  void tooLittleIsNoResult() {
    Listener unsure;
    unsure.sound(440, 10, 0.5);
    QVERIFY(!unsure.result());
    Listener brief;
    brief.sound(440, 1.2);
    QVERIFY(!brief.result());
    Listener blips;
    for (int i = 0; i < 60; ++i) blips.sound(440 * std::exp2(i % 12 / 12.0), 0.15);
    QVERIFY(!blips.result());
  }

  void pipesFollowTheAir() {
    QVERIFY(std::abs(pitchInAir(440, 20, 28) - 445.96) < 0.01);
    QVERIFY(std::abs(centsBetween(440, pitchInAir(440, 20, 21)) - 2.95) < 0.01);
    QCOMPARE(pitchInAir(440, 15, 15), 440.0);
    QVERIFY(std::abs(pitchInAir(pitchInAir(440, 5, 25), 25, 5) - 440) < 1e-9);
  }
};

QTEST_APPLESS_MAIN(StandardListenerTests)
#include "standardlistener_tests.moc"
