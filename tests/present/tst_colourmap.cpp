// SPDX-License-Identifier: GPL-3.0-or-later
// Colours of levels: a louder one is never darker, in any map.
#include "core/spectrogram/spectrogramcolumn.h"
#include "present/colourmap.h"

#include <QTest>

#include <cmath>
#include <cstdint>

using namespace tunescope;
using present::ColourMap;

namespace {

// CIE 1976 L* of an sRGB colour, 0 to 100.
double lightness(std::uint32_t color) {
  const auto linear = [color](unsigned shift) {
    const double part = double((color >> shift) & 0xffU) / 255;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  const double y = 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0);
  return y > 216.0 / 24389 ? 116 * std::cbrt(y) - 16 : y * 24389.0 / 27;
}

}  // namespace

class TestColourMap : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void lightnessRisesAlongTheMap_data() {
    QTest::addColumn<int>("map");
    QTest::newRow("viridis") << int(ColourMap::Viridis);
    QTest::newRow("magma") << int(ColourMap::Magma);
    QTest::newRow("grey") << int(ColourMap::Grey);
  }
  void lightnessRisesAlongTheMap() {
    QFETCH(int, map);
    const auto at = [map](int step) { return lightness(present::colourAt(ColourMap(map), step / 255.0)); };
    QVERIFY(at(0) < 20 && at(255) > 85);
    double steepest = 0;
    for (int i = 1; i <= 255; ++i) {
      const double step = at(i) - at(i - 1);
      QVERIFY2(step > -0.05, qPrintable(QString::number(i)));  // rounding to bytes
      steepest = std::max(steepest, step);
    }
    QVERIFY2(steepest < 1.5, qPrintable(QString::number(steepest)));  // no edge that is no edge of the sound
    for (int i = 16; i <= 255; ++i) QVERIFY(at(i) > at(i - 16));
  }

  void levelsSpreadOverTheMapAndNothingHasItsOwnColour() {
    constexpr std::uint32_t kNothing = 0xff123456;
    const auto colours = present::levelColours(ColourMap::Magma, -100, -10, kNothing);
    QCOMPARE(colours[0], kNothing);
    QCOMPARE(colours[core::SpectrogramLevel::of(-120)], present::colourAt(ColourMap::Magma, 0));
    QCOMPARE(colours[core::SpectrogramLevel::of(-100)], present::colourAt(ColourMap::Magma, 0));
    QCOMPARE(colours[core::SpectrogramLevel::of(-55)], present::colourAt(ColourMap::Magma, 0.5));
    QCOMPARE(colours[core::SpectrogramLevel::of(-10)], present::colourAt(ColourMap::Magma, 1));
    QCOMPARE(colours[core::SpectrogramLevel::of(0)], present::colourAt(ColourMap::Magma, 1));
  }
};

QTEST_APPLESS_MAIN(TestColourMap)
#include "tst_colourmap.moc"
