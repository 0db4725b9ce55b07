// SPDX-License-Identifier: GPL-3.0-or-later
#include "present/frequencyscale.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace tunescope::present;

class FrequencyScaleTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anAxisHasAllFrequenciesAtFirst() {
    const FrequencyScale logarithmic(true, 20000), linear(false, 20000);
    QVERIFY(std::abs(logarithmic.lowHz() - 20) < 1e-9 && std::abs(logarithmic.highHz() - 20000) < 1e-6);
    QVERIFY(std::abs(linear.lowHz()) < 1e-9 && std::abs(linear.highHz() - 20000) < 1e-6);
    QVERIFY(std::abs(logarithmic.positionOf(std::sqrt(20.0 * 20000)) - 0.5) < 1e-12);
    QVERIFY(std::abs(linear.positionOf(10000) - 0.5) < 1e-12);
  }

  void positionsAndFrequenciesAreInverse() {
    for (const bool isLog : {true, false}) {
      FrequencyScale scale(isLog, 24000);
      scale.zoom(0.3, 0.7);
      for (const double position : {0.0, 0.25, 0.9, 1.0}) {
        QVERIFY(std::abs(scale.positionOf(scale.hertzAt(position)) - position) < 1e-9);
      }
    }
  }

  void zoomKeepsTheFrequencyUnderThePointer() {
    for (const bool isLog : {true, false}) {
      FrequencyScale scale(isLog, 24000);
      const double hertz = scale.hertzAt(0.4);
      scale.zoom(0.1, 0.4);
      QVERIFY(std::abs(scale.hertzAt(0.4) / hertz - 1) < 1e-9);
      scale.zoom(1000, 0.4);
      QVERIFY(std::abs(scale.highHz() - 24000) < 1e-6);
    }
  }

  void zoomAndPanStayInTheRange() {
    FrequencyScale scale(true, 20000);
    scale.zoom(1e-9, 0.5);
    QVERIFY(std::abs(std::log2(scale.highHz() / scale.lowHz()) - FrequencyScale::kMinOctaves) < 1e-9);
    scale.pan(1e6);
    QVERIFY(std::abs(scale.highHz() - 20000) < 1e-6);
    scale.pan(-1e6);
    QVERIFY(std::abs(scale.lowHz() - 20) < 1e-9);
  }

  void marksAreRoundAndHaveRoom() {
    const FrequencyScale scale(true, 20000);
    const std::vector<AxisMark> wide = scale.marks(1200, 54);
    const auto labelled = [](const std::vector<AxisMark>& marks, const char* label) {
      return std::ranges::any_of(marks, [label](const AxisMark& mark) { return mark.label == label; });
    };
    for (const char* label : {"20", "50", "100", "1k", "2k", "10k", "20k"}) QVERIFY2(labelled(wide, label), label);
    const std::vector<AxisMark> narrow = scale.marks(270, 54);
    QVERIFY(labelled(narrow, "1k") && !labelled(narrow, "2k"));
    for (const AxisMark& mark : wide) QVERIFY(mark.position >= 0 && mark.position <= 1);
    FrequencyScale zoomed(true, 20000);
    zoomed.zoom(std::log2(450.0 / 430) / 10, zoomed.positionOf(440));  // of ten octaves
    QVERIFY(labelled(zoomed.marks(1200, 54), "440"));
    QVERIFY(zoomed.marks(1200, 54).size() > 5 && zoomed.marks(1200, 54).size() < 25);
    QVERIFY(labelled(FrequencyScale(false, 24000).marks(1200, 54), "12k"));
  }

  void levelsAreMarkedInRoundDecibels() {
    const std::vector<AxisMark> marks = levelMarks(-110, 0, 400, 26);
    QCOMPARE(QString::fromStdString(marks.front().label), QStringLiteral("-110"));
    QCOMPARE(QString::fromStdString(marks.back().label), QStringLiteral("0"));
    QCOMPARE(marks.size(), 12U);
    QCOMPARE(levelMarks(-110, 0, 130, 26).size(), 3U);  // 0, -50, -100
  }

  void frequenciesAreTexts() {
    QCOMPARE(QString::fromStdString(hertzText(440)), QStringLiteral("440.00 Hz"));
    QCOMPARE(QString::fromStdString(hertzText(82.4069)), QStringLiteral("82.407 Hz"));
    QCOMPARE(QString::fromStdString(hertzText(1234.56)), QStringLiteral("1234.6 Hz"));
    QCOMPARE(QString::fromStdString(hertzText(12345.6)), QStringLiteral("12.346 kHz"));
  }
};

QTEST_APPLESS_MAIN(FrequencyScaleTests)
#include "tst_frequencyscale.moc"
