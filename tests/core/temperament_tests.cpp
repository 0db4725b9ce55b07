// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/temperament.h"
#include "core/tuning/tuning.h"

#include <QSet>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace tunescope::core;

namespace {

const double kPureFifth = 1200 * std::log2(1.5);
const double kPythagoreanComma = 12 * kPureFifth - 8400;
const double kSyntonicComma = 1200 * std::log2(81.0 / 80.0);

// The notes of the fifths Eb Bb F C G D A E B F# C#, and of G#-Eb, which takes what remains.
constexpr std::array<int, 12> kFifths{3, 10, 5, 0, 7, 2, 9, 4, 11, 6, 1, 8};

// By how much the fifth over each of kFifths is wider than a pure one.
std::array<double, 12> widenings(const Scale& scale) {
  std::array<double, 12> wider{};
  for (std::size_t i = 0; i < wider.size(); ++i) {
    const double lower = scale.cents[static_cast<std::size_t>(kFifths[i])];
    const double upper = scale.cents[static_cast<std::size_t>(kFifths[(i + 1) % 12])];
    wider[i] = std::remainder(upper - lower - kPureFifth, 1200);
  }
  return wider;
}

}  // namespace

class TemperamentTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachHasAnIdAndTwelveAscendingNotes() {
    QSet<QString> ids;
    for (const Temperament& temperament : temperaments()) {
      const QString id = QString::fromUtf8(temperament.id.data(), qsizetype(temperament.id.size()));
      QVERIFY2(!ids.contains(id), qPrintable(id));
      ids << id;
      QVERIFY2(!temperament.title.empty() && !temperament.definition.empty(), qPrintable(id));
      const Scale scale = temperament.scale();
      QVERIFY2(scale.isValid() && scale.isTwelveKeys() && std::abs(scale.cents[0]) < 1e-9, qPrintable(id));
      QVERIFY2(std::ranges::is_sorted(scale.cents) && scale.cents.back() < 1200, qPrintable(id));
    }
    QCOMPARE(ids.size(), 64);
    QCOMPARE(temperaments().front().id, std::string_view("equal"));
    QVERIFY(temperaments().front().scale() == Scale::equal());
  }

  // Twelve fifths are seven octaves: what all of them together are narrowed by is the Pythagorean comma.
  void theFifthsOfEachCloseTheCircle() {
    for (const Temperament& temperament : temperaments()) {
      double sum = 0;
      for (const double wider : widenings(temperament.scale())) sum += wider;
      QVERIFY2(std::abs(std::remainder(sum + kPythagoreanComma, 1200)) < 1e-5, temperament.id.data());
    }
  }

  void wellKnownOnesFollowTheirDefinitions() {
    const auto check = [](std::string_view id, const std::array<double, 12>& expected) {
      const auto found = widenings(*scaleOf(id));
      for (std::size_t i = 0; i < 12; ++i) {
        if (std::abs(found[i] - expected[i]) > 2e-6) return false;
      }
      return true;
    };
    const double p = kPythagoreanComma, s = kSyntonicComma;
    //                               Eb Bb F  C       G       D       A       E       B       F# C# G#
    QVERIFY(check("pythagorean", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -p}));
    QVERIFY(check("werckmeister-3", {0, 0, 0, -p / 4, -p / 4, -p / 4, 0, 0, -p / 4, 0, 0, 0}));
    QVERIFY(check("vallotti", {0, 0, -p / 6, -p / 6, -p / 6, -p / 6, -p / 6, -p / 6, 0, 0, 0, 0}));
    QVERIFY(check("young-2", {0, 0, 0, -p / 6, -p / 6, -p / 6, -p / 6, -p / 6, -p / 6, 0, 0, 0}));
    QVERIFY(check("kirnberger-3", {0, 0, 0, -s / 4, -s / 4, -s / 4, -s / 4, 0, 0, s - p, 0, 0}));
  }

  void equalDivisionsHaveIdsToo() {
    QCOMPARE(scaleOf("edo-1")->cents.size(), std::size_t(1));
    QCOMPARE(scaleOf("edo-1200")->cents.size(), std::size_t(1200));
    QVERIFY(*scaleOf("edo-12") == Scale::equal());
    for (const char* id : {"", "edo-", "edo-0", "edo-1201", "edo-12x", "edo--5", "edo-99999999999", "EQUAL", "none"}) {
      QVERIFY2(!scaleOf(id), id);
    }
  }

  void aTemperamentNamesItsNotes() {
    const Tuning tuning({.standard = {.hertz = 415}, .scale = *scaleOf("werckmeister-3")});
    const auto note = tuning.nearest(415 * std::exp2((90.225 - 888.27 + 2) / 1200));  // C#4 in it, 2 cents sharp
    QCOMPARE(asciiNoteName(*note), std::string("C#4"));
    QVERIFY(std::abs(note->cents - 2) < 1e-3);
  }
};

QTEST_APPLESS_MAIN(TemperamentTests)
#include "temperament_tests.moc"
