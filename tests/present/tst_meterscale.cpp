// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/loudnessscale.h"
#include "present/meterscale.h"

#include <QTest>

#include <cmath>

using namespace tunescope;
using present::LoudnessScale;
using present::MeterScale;

class TestMeterScale : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void marksRiseAlongEveryScale() {
    for (int kind = int(MeterScale::Kind::Level); kind <= int(MeterScale::Kind::K20); ++kind) {
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

  // RMS and peaks share the scale in dBFS, which is even in decibels and marks the level of 0 VU.
  void levelsStandInDbfsWithTheReferenceMarked() {
    core::ChannelMeters meters;
    meters.rmsDb = -30;
    meters.peakDb = -6;
    meters.truePeakDb = -5;
    const MeterScale level(MeterScale::Kind::Level, -20);
    QCOMPARE(level.valueOf(meters), std::optional(-30.0));
    QCOMPARE(level.peakOf(meters), std::optional(-6.0));
    QCOMPARE(level.unit(), QStringLiteral("dBFS"));
    QCOMPARE(level.referenceDb(), -20.0);
    QVERIFY(std::abs(level.positionOf(-30.0) - 0.5) < 1e-9);
    QVERIFY(std::abs(level.positionOf(-19.0) - level.positionOf(-30.0) - 11.0 / 66) < 1e-9);
    QCOMPARE(MeterScale(MeterScale::Kind::Vu, -20).referenceDb(), 0.0);
    QVERIFY(!MeterScale(MeterScale::Kind::Peak).peakOf(meters));
  }

  void loudnessStandsOnTheScaleEbuPlus9OrPlus18() {
    const LoudnessScale nine;
    QCOMPARE(nine.positionOf(-41.0), 0.0);
    QVERIFY(std::abs(nine.targetPosition() - 18.0 / 27) < 1e-12);
    QCOMPARE(nine.positionOf(-14.0), 1.0);
    QCOMPARE(nine.positionOf(std::nullopt), 0.0);
    const LoudnessScale eighteen(LoudnessScale::Range::Plus18, LoudnessScale::Unit::Lu);
    QCOMPARE(eighteen.positionOf(-59.0), 0.0);
    QVERIFY(std::abs(eighteen.positionOf(-41.0) - 18.0 / 54) < 1e-12);
    QCOMPARE(eighteen.positionOf(-5.0), 1.0);
    for (const LoudnessScale& scale : {nine, eighteen}) {
      const std::vector<double> marks = scale.marksLufs();
      QCOMPARE(scale.positionOf(marks.front()), 0.0);
      QCOMPARE(scale.positionOf(marks.back()), 1.0);
      QCOMPARE(scale.labels().size(), int(marks.size()));
    }
  }

  void loudnessIsWrittenInLufsOrInLuAboveTheTarget() {
    const LoudnessScale lufs, lu(LoudnessScale::Range::Plus9, LoudnessScale::Unit::Lu);
    QCOMPARE(lufs.textOf(-21.4), QStringLiteral("\u221221.4"));
    QCOMPARE(lu.textOf(-21.4), QStringLiteral("+1.6"));
    QCOMPARE(lu.textOf(-23.0), QStringLiteral("0.0"));
    QCOMPARE(lu.textOf(std::nullopt), QStringLiteral("\u2013"));
    QCOMPARE(lufs.unitText(), QStringLiteral("LUFS"));
    QCOMPARE(lu.unitText(), QStringLiteral("LU"));
    QCOMPARE(lufs.labels().first(), QStringLiteral("\u221241"));
    QCOMPARE(lu.labels().last(), QStringLiteral("+9"));
  }
};

QTEST_APPLESS_MAIN(TestMeterScale)
#include "tst_meterscale.moc"
