// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/decimal.h"
#include "core/tuning/tuning.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace tunescope::core;

namespace {

// Cents of degrees 0 to 11 above C.
const Scale kWerckmeister3{
    .cents = {0, 90.225, 192.18, 294.135, 390.225, 498.045, 588.27, 696.09, 792.18, 888.27, 996.09, 1092.18}};

double offBy(double hertz, double cents) {
  return hertz * std::exp2(cents / 1200);
}

double centsBetween(double hertz, double from) {
  return 1200 * std::log2(hertz / from);
}

}  // namespace

class TuningTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void wellKnownNotesHaveTheirFrequencies() {
    const auto hertzOf = [](int midi, double a4Hz) { return Tuning::equal(a4Hz).key(midi)->targetHz; };
    QVERIFY(std::abs(hertzOf(69, 440.0) - 440.0) < 1e-12);
    QVERIFY(std::abs(hertzOf(60, 440.0) - 261.6255653006) < 1e-9);
    QVERIFY(std::abs(hertzOf(21, 440.0) - 27.5) < 1e-12);
    QVERIFY(std::abs(hertzOf(108, 440.0) - 4186.0090448096) < 1e-8);
    QVERIFY(std::abs(hertzOf(69, 415.0) - 415.0) < 1e-12);
    QVERIFY(std::abs(hertzOf(64, 442.0) - 331.1259) < 1e-4);
  }

  // Readings are compared to the last bit from one version to the next.
  void twelveEqualStepsAreComputedAsTheyAlwaysWere() {
    std::mt19937_64 random(1);
    for (const double a4 : {440.0, 415.3, 442.0, 300.0, 599.99}) {
      const Tuning tuning = Tuning::equal(a4);
      std::uniform_real_distribution<double> octaves(3, 14);
      for (int i = 0; i < 20000; ++i) {
        const double hertz = std::exp2(octaves(random));
        const double position = 69 + 12 * (std::log2(hertz) - std::log2(a4));
        const double nearest = std::floor(position + 0.5);
        const auto note = tuning.nearest(hertz);
        QVERIFY(note);
        QCOMPARE(note->midi, std::optional<int>(static_cast<int>(nearest)));
        QVERIFY(note->cents == std::clamp(100.0 * (position - nearest), -50.0, 50.0));
        QVERIFY(note->targetHz == a4 * std::exp2((nearest - 69) / 12));
        QVERIFY(note->targetHz == tuning.key(*note->midi)->targetHz);
      }
    }
  }

  void everyNoteOfEveryPitchStandardIsItsOwnNearest() {
    double worst = 0;
    for (double a4 = kMinA4Hz; a4 <= kMaxA4Hz; a4 += 0.5) {
      const Tuning tuning = Tuning::equal(a4);
      for (int midi = 0; midi <= 127; ++midi) {
        const auto note = tuning.nearest(tuning.key(midi)->targetHz);
        QCOMPARE(note->midi, std::optional<int>(midi));
        worst = std::max(worst, std::abs(note->cents));
      }
    }
    QVERIFY2(worst < 1e-9, qPrintable(QString::number(worst)));
  }

  void theBorderBetweenTwoEqualStepsIsFiftyCents() {
    for (double a4 = kMinA4Hz; a4 <= kMaxA4Hz; a4 += 10.0) {
      const Tuning tuning = Tuning::equal(a4);
      for (int midi = 0; midi <= 127; ++midi) {
        const double hertz = tuning.key(midi)->targetHz;
        for (const double cents : {-49.999, -25.0, -0.001, 0.001, 25.0, 49.999}) {
          const auto note = tuning.nearest(offBy(hertz, cents));
          QCOMPARE(note->midi, std::optional<int>(midi));
          QVERIFY(std::abs(note->cents - cents) < 1e-9);
        }
        QCOMPARE(tuning.nearest(offBy(hertz, 50.001))->midi, std::optional<int>(midi + 1));
        QCOMPARE(tuning.nearest(offBy(hertz, -50.001))->midi, std::optional<int>(midi - 1));
        const auto border = tuning.nearest(offBy(hertz, 50.0));
        QVERIFY(border->midi == midi || border->midi == midi + 1);
        QVERIFY(std::abs(std::abs(border->cents) - 50.0) < 1e-9 && std::abs(border->cents) <= 50.0);
      }
    }
  }

  void frequenciesFarFromMusicStayDefined() {
    const Tuning tuning;
    for (const double hertz : {std::numeric_limits<double>::denorm_min(), 1e-300, 0.001, 1e6, 1e300}) {
      QVERIFY(std::abs(tuning.nearest(hertz)->cents) <= 50.0);
    }
    QVERIFY(*tuning.nearest(0.001)->midi < 0);
  }

  void whatIsNoFrequencyHasNoNote() {
    const Tuning tuning;
    for (const double hertz : {0.0, -440.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
      QVERIFY(!tuning.nearest(hertz));
    }
  }

  void periodFourBeginsInTheOctaveOfMiddleC_data() {
    QTest::addColumn<int>("firstKey");
    QTest::addColumn<int>("midi");
    QTest::addColumn<int>("degree");
    QTest::addColumn<int>("period");
    const auto row = [](const char* name, int firstKey, int midi, int degree, int period) {
      QTest::newRow(name) << firstKey << midi << degree << period;
    };
    row("A4 in C", 60, 69, 9, 4);
    row("C4 in C", 60, 60, 0, 4);
    row("B3 in C", 60, 59, 11, 3);
    row("A0 in C", 60, 21, 9, 0);
    row("C-1 in C", 60, 0, 0, -1);
    row("A4 in A", 69, 69, 0, 4);
    row("G#4 in A", 69, 68, 11, 3);
    row("C5 in A", 69, 72, 3, 4);
    row("D4 in D", 62, 62, 0, 4);
    row("C4 in D", 62, 60, 10, 3);
    row("B4 in B", 71, 71, 0, 4);
  }
  void periodFourBeginsInTheOctaveOfMiddleC() {
    QFETCH(int, firstKey);
    QFETCH(int, midi);
    QFETCH(int, degree);
    QFETCH(int, period);
    const Tuning tuning({.firstKey = firstKey});
    const auto note = tuning.nearest(tuning.key(midi)->targetHz);
    QCOMPARE(note->degree, degree);
    QCOMPARE(note->period, period);
    QCOMPARE(note->midi, std::optional<int>(midi));
    QVERIFY(*note->spelling == spellKey(midi));
  }

  void aTemperamentKeepsItsStandardAndMovesTheRest() {
    for (const int firstKey : {60, 62, 69}) {
      const Tuning tuning({.standard = {.hertz = 415}, .scale = kWerckmeister3, .firstKey = firstKey});
      QVERIFY(std::abs(tuning.key(69)->targetHz - 415) < 1e-9);
      const double first = tuning.key(firstKey)->targetHz;
      for (int degree = 0; degree < 12; ++degree) {
        const double cents = kWerckmeister3.cents[static_cast<std::size_t>(degree)];
        QVERIFY(std::abs(centsBetween(tuning.note(degree, 4).targetHz, first) - cents) < 1e-9);
        QVERIFY(std::abs(centsBetween(tuning.note(degree, 6).targetHz, first) - cents - 2400) < 1e-9);
        QCOMPARE(tuning.note(degree, 4).midi, std::optional<int>(firstKey + degree));
      }
    }
  }

  void theStandardMayBeAnyKey() {
    const Tuning tuning({.standard = {.midi = 60, .hertz = 256}, .scale = kWerckmeister3});
    QVERIFY(std::abs(tuning.key(60)->targetHz - 256) < 1e-9);
    QVERIFY(std::abs(centsBetween(tuning.key(69)->targetHz, 256) - 888.27) < 1e-9);
  }

  void inATemperamentTheBorderLiesHalfWay() {
    const Tuning tuning({.scale = kWerckmeister3});
    for (int midi = 36; midi < 96; ++midi) {
      const double lower = tuning.key(midi)->targetHz;
      const double upper = tuning.key(midi + 1)->targetHz;
      const double half = 0.5 * centsBetween(upper, lower);
      const auto below = tuning.nearest(offBy(lower, half - 0.001));
      const auto above = tuning.nearest(offBy(lower, half + 0.001));
      QCOMPARE(below->midi, std::optional<int>(midi));
      QCOMPARE(above->midi, std::optional<int>(midi + 1));
      QVERIFY(std::abs(below->cents - half + 0.001) < 1e-9 && std::abs(above->cents + half - 0.001) < 1e-9);
    }
  }

  void otherDivisionsHaveDegreesInsteadOfLetters() {
    const Tuning tuning({.scale = Scale::equal(19)});
    const double first = tuning.note(0, 4).targetHz;
    QVERIFY(std::abs(centsBetween(first, 440) + 900) < 1e-9);  // where C4 stands in twelve steps
    const auto note = tuning.nearest(offBy(first, 1200 + 7 * 1200.0 / 19 - 3));
    QCOMPARE(note->degree, 7);
    QCOMPARE(note->period, 5);
    QVERIFY(std::abs(note->cents + 3) < 1e-9);
    QVERIFY(!note->midi && !note->spelling && !tuning.key(69));
    QCOMPARE(asciiNoteName(*note), std::string("7:5"));
    QCOMPARE(noteText(*note).letter, std::string("7"));
    QCOMPARE(noteText(*note).octave, 5);
  }

  void aPeriodNeedNotBeAnOctave() {  // Bohlen-Pierce: thirteen steps of 3/1
    const double tritave = 1200 * std::log2(3.0);
    Scale scale{.cents = {}, .periodCents = tritave};
    for (int degree = 0; degree < 13; ++degree) scale.cents.push_back(tritave * degree / 13);
    const Tuning tuning({.scale = scale});
    const double first = tuning.note(0, 4).targetHz;
    for (int steps = -30; steps <= 30; ++steps) {
      const auto note = tuning.nearest(offBy(first, steps * tritave / 13 + 5));
      QCOMPARE(13 * (note->period - 4) + note->degree, steps);
      QVERIFY(std::abs(note->cents - 5) < 1e-9);
    }
  }

  void degreesNeedNotAscendNorStayWithinThePeriod() {
    const Tuning tuning({.scale = {.cents = {0, 700, 200, 1350, -100}, .periodCents = 1200}});
    const double first = tuning.note(0, 4).targetHz;
    for (const double cents : {0.0, 700.0, 200.0, 1350.0, -100.0}) {
      const auto note = tuning.nearest(offBy(first, cents + 1));
      QVERIFY(std::abs(note->cents - 1) < 1e-9);
      QCOMPARE(note->period, 4);
    }
    QCOMPARE(tuning.nearest(offBy(first, 1350))->degree, 3);
    QCOMPARE(tuning.nearest(offBy(first, -100))->degree, 4);
    QCOMPARE(tuning.nearest(offBy(first, 1100))->degree, 4);
    QCOMPARE(tuning.nearest(offBy(first, 1100))->period, 5);
  }

  void aTranspositionChangesOnlyTheSpelling() {
    const Tuning sounding;
    const Tuning clarinet({.transposition = 2});  // in B flat
    const auto a = sounding.nearest(441);
    auto b = clarinet.nearest(441);
    QCOMPARE(asciiNoteName(*b), std::string("B4"));
    b->spelling = a->spelling;
    QVERIFY2(a->tuning != b->tuning, "what is shown must be spelled anew");
    b->tuning = a->tuning;
    QVERIFY(*a == *b);
  }

  void notesAreFoundByName() {
    const Tuning clarinet({.transposition = 2});
    QCOMPARE(clarinet.named("B4")->targetHz, 440.0);
    QCOMPARE(clarinet.named("69")->targetHz, 440.0);
    QCOMPARE(clarinet.named("9:4")->targetHz, 440.0);
    QCOMPARE(Tuning({.firstKey = 62}).named("0:3")->midi, std::optional<int>(50));
    const Tuning steps({.scale = Scale::equal(19)});
    QCOMPARE(steps.named("18:3")->degree, 18);
    QCOMPARE(steps.named("0:-1")->period, -1);
    for (const char* name : {"A4", "69", "19:4", "-1:4", "1.5:4", "1:", ":", "1:4:5", "1:1e9", "1:99999999"}) {
      QVERIFY2(!steps.named(name), name);
    }
  }

  void aPitchStandardIsANoteAndItsFrequency() {
    QVERIFY((parsePitchStandard("C4:256") == PitchStandard{.midi = 60, .hertz = 256}));
    QVERIFY((parsePitchStandard("bb3:233.1") == PitchStandard{.midi = 58, .hertz = 233.1}));
    for (const char* text : {"", "C4", "C4:", ":256", "C4:7.99", "C4:16001", "C4:nan", "C4:2e2", "H4:256", "C4 256"}) {
      QVERIFY2(!parsePitchStandard(text), text);
    }
  }

  void decimalsAreReadInEveryLocale() {
    QCOMPARE(parseDecimal("440"), std::optional<double>(440));
    QCOMPARE(parseDecimal("-0.1"), std::optional<double>(-0.1));
    QCOMPARE(parseDecimal("+5."), std::optional<double>(5));
    QCOMPARE(parseDecimal(".25"), std::optional<double>(0.25));
    QCOMPARE(parseDecimal("261.625565"), std::optional<double>(261.625565));
    QCOMPARE(parseDecimal("701.955000865387"), std::optional<double>(701.955000865387));
    QVERIFY(std::abs(*parseDecimal("1709671705179880612640625") / 1709671705179880612640625.0 - 1) < 1e-13);
    for (const char* text : {"", ".", "-", "1,5", "1e3", " 1", "1 ", "0x1", "nan", "1.2.3"}) {
      QVERIFY2(!parseDecimal(text), text);
    }
  }

  void notesNameTheirTuning() {
    QCOMPARE(Tuning::equal(442).nearest(441)->tuning, Tuning::equal(442).nearest(880)->tuning);
    QVERIFY(Tuning::equal(442).nearest(441)->tuning != Tuning::equal(440).nearest(441)->tuning);
  }

  void scalesThatCannotBeUsedAreKnown() {
    QVERIFY(Scale().isValid() && Scale::equal(1200).isValid());
    QVERIFY(!(Scale{.cents = {}}.isValid()));
    QVERIFY(!(Scale{.cents = {0, std::nan("")}}.isValid()));
    QVERIFY(!(Scale{.cents = {0}, .periodCents = 0.5}.isValid()));
    QVERIFY((Scale{.cents = {0}, .periodCents = 0}.isValid()));  // it does not repeat
    QVERIFY(!(Scale{.cents = {0}, .periodCents = -1200.4}.isValid()));
  }
};

QTEST_APPLESS_MAIN(TuningTests)
#include "tuning_tests.moc"
