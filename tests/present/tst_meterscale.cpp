// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/meterscale.h"

#include <QTest>

#include <cmath>

using namespace tunescope;
using present::MeterScale;

class TestMeterScale : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void marksRiseAlongEveryScale() {
    for (int kind = int(MeterScale::Kind::Peak); kind <= int(MeterScale::Kind::K20); ++kind) {
      const MeterScale scale{MeterScale::Kind(kind)};
      double before = -1;
      for (const MeterScale::Mark& mark : scale.marks()) {
        const double position = scale.positionOf(mark.db);
        QVERIFY(position > before && position <= 1);
        before = position;
      }
      QCOMPARE(scale.positionOf(std::nullopt), 0.0);
      QVERIFY(scale.positionOf(-200.0) < 1e-9);
      QCOMPARE(scale.positionOf(50.0), 1.0);
    }
  }

  // 0 VU stands at 71 % of the arc, and deflection is linear in the voltage.
  void vuIsLinearInTheAmplitude() {
    const MeterScale scale(MeterScale::Kind::Vu);
    QCOMPARE(scale.positionOf(0.0), 0.71);
    QVERIFY(std::abs(scale.positionOf(-6.0206) - 0.355) < 1e-4);
    QVERIFY(std::abs(scale.positionOf(3.0) - 1) < 0.01);
  }

  void programmeScalesAreEvenInDecibelsButForDin() {
    const MeterScale bbc(MeterScale::Kind::PpmBbc);
    QCOMPARE(bbc.marks().size(), 7U);
    QCOMPARE(bbc.marks()[3].label, QStringLiteral("4"));
    QCOMPARE(bbc.positionOf(0.0), 0.5);
    QCOMPARE(bbc.textOf(8.0), QStringLiteral("6.0"));
    QVERIFY(std::abs(bbc.positionOf(4.0) - bbc.positionOf(0.0) - (bbc.positionOf(0.0) - bbc.positionOf(-4.0))) < 1e-9);
    QCOMPARE(MeterScale(MeterScale::Kind::PpmEbu).marks()[3].label, QStringLiteral("TEST"));
    const MeterScale din(MeterScale::Kind::PpmDin);
    QVERIFY(din.positionOf(0.0) - din.positionOf(-10.0) > 2 * (din.positionOf(-40.0) - din.positionOf(-50.0)));
  }

  void theKSystemHasFullScaleAtItsEnd() {
    core::ChannelMeters meters;
    meters.truePeakDb = 0;
    for (const auto kind : {MeterScale::Kind::K12, MeterScale::Kind::K14, MeterScale::Kind::K20}) {
      QCOMPARE(MeterScale(kind).positionOf(MeterScale(kind).peakOf(meters)), 1.0);
    }
    QVERIFY(!MeterScale(MeterScale::Kind::Vu).peakOf(meters));
  }

  void loudnessStandsOnTheScaleEbuPlus9() {
    QCOMPARE(present::loudnessPosition(-41.0), 0.0);
    QVERIFY(std::abs(present::loudnessPosition(-23.0) - 18.0 / 27) < 1e-12);
    QCOMPARE(present::loudnessPosition(-14.0), 1.0);
    QCOMPARE(present::loudnessPosition(std::nullopt), 0.0);
  }
};

QTEST_APPLESS_MAIN(TestMeterScale)
#include "tst_meterscale.moc"
