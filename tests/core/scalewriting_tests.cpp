// SPDX-License-Identifier: GPL-3.0-or-later
// Scales and keymaps that are written, as the readers read them.
#include "core/tuning/decimal.h"
#include "core/tuning/keymap.h"
#include "core/tuning/scala.h"

#include <QTest>

#include <cmath>
#include <string>
#include <variant>
#include <vector>

using namespace tunescope::core;

namespace {

// A text that cannot be read gives an empty one, whose values the tests do not expect.
ScaleFile good(const std::string& text) {
  const auto read = readScale(text);
  const auto* file = std::get_if<ScaleFile>(&read);
  return file != nullptr ? *file : ScaleFile{};
}

Keymap goodMap(const std::string& text) {
  const auto read = readKeymap(text);
  const auto* map = std::get_if<Keymap>(&read);
  return map != nullptr ? *map : Keymap{.firstKey = -1};
}

bool isNear(double a, double b) {
  return std::abs(a - b) < 1e-6;
}

}  // namespace

class ScaleWritingTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aScaleIsWrittenAsItIsRead() {
    const std::vector<Scale> scales{good("a\n4\n100.25\n-12.5\n3/2\n2/1\n").scale, Scale::equal(19),
                                    good("bell\n2\n700.0\n-1200.0\n").scale};
    for (const Scale& scale : scales) {
      const ScaleFile read = good(scaleText("My \u00fcnequal one", scale));
      QCOMPARE(read.description, std::string("My \u00fcnequal one"));
      QCOMPARE(read.scale.cents.size(), scale.cents.size());
      for (std::size_t i = 0; i < scale.cents.size(); ++i)
        QVERIFY(std::abs(read.scale.cents[i] - scale.cents[i]) < 1e-6);
      QVERIFY(std::abs(read.scale.periodCents - scale.periodCents) < 1e-6);
      QVERIFY(!read.reference && read.remarks.empty());
    }
    const ScaleFile named = good(scaleText("! no\ncomment", Scale::equal(), ScaleReference{4, 9, 442.25}));
    QCOMPARE(named.description, std::string("nocomment"));
    QVERIFY(named.reference && named.reference->degree == 9 && isNear(named.reference->hertz, 442.25));
  }

  void aKeymapIsWrittenAsItIsRead() {
    for (const char* text : {"0\n0\n127\n60\n69\n440.0\n0\n", "3\n-4\n127\n60\n61\n261.625565\n12\n0\nx\n7\n"}) {
      const Keymap map = goodMap(text);
      QVERIFY(goodMap(keymapText(map)) == map);
    }
  }

  void decimalsAreWrittenInEveryLocale() {
    QCOMPARE(fixedDecimal(440, 2), std::string("440.00"));
    QCOMPARE(fixedDecimal(-0.0000004, 6), std::string("0.000000"));
    QCOMPARE(fixedDecimal(-12.345, 1), std::string("-12.3"));
    QCOMPARE(fixedDecimal(0.05, 6), std::string("0.050000"));
    QCOMPARE(fixedDecimal(999.999999, 3), std::string("1000.000"));
    QCOMPARE(fixedDecimal(7.6, 0), std::string("8"));
  }
};

QTEST_APPLESS_MAIN(ScaleWritingTests)
#include "scalewriting_tests.moc"
