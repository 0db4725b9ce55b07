// SPDX-License-Identifier: GPL-3.0-or-later
// Scales and keymaps of Scala, and scales of Ableton: what the formats allow, what archives hold, and what is
// malformed.
#include "core/tuning/keymap.h"
#include "core/tuning/scala.h"
#include "core/tuning/tuning.h"

#include <QTest>

#include <cmath>
#include <string>

using namespace tunescope::core;

namespace {

ScaleFile good(const std::string& text) {
  auto read = readScale(text);
  if (const auto* problem = std::get_if<TextProblem>(&read)) {
    QTest::qFail((std::to_string(problem->line) + ": " + problem->reason).c_str(), __FILE__, __LINE__);
    return {};
  }
  return std::get<ScaleFile>(read);
}

TextProblem bad(const std::string& text) {
  auto read = readScale(text);
  if (auto* problem = std::get_if<TextProblem>(&read)) return *problem;
  return {-1, "it was read"};
}

Keymap goodMap(const std::string& text) {
  auto read = readKeymap(text);
  if (const auto* problem = std::get_if<TextProblem>(&read)) {
    QTest::qFail((std::to_string(problem->line) + ": " + problem->reason).c_str(), __FILE__, __LINE__);
    return {};
  }
  return std::get<Keymap>(read);
}

TextProblem badMap(const std::string& text) {
  auto read = readKeymap(text);
  if (auto* problem = std::get_if<TextProblem>(&read)) return *problem;
  return {-1, "it was read"};
}

// The cents of one pitch line, in a scale of one note.
double centsOf(const std::string& line) {
  const ScaleFile file = good("one\n2\n" + line + "\n2/1\n");
  return file.scale.cents.size() == 2 ? file.scale.cents[1] : NAN;
}

bool isNear(double a, double b) {
  return std::abs(a - b) < 1e-6;
}

double ratio(double a, double b) {
  return 1200 * std::log2(a / b);
}

const std::string kMapHead = "! template\n12\n0\n127\n60\n69\n440.0\n12\n";

}  // namespace

class ScalaTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void commentsMayStandAnywhere() {
    const ScaleFile file = good("! x.scl\n!\nA scale\n! between\n 3\n!\n 100.0\n! in it\n5/4\n2\n! after\n");
    QCOMPARE(file.description, std::string("A scale"));
    QCOMPARE(file.scale.cents.size(), std::size_t(3));
    QVERIFY(isNear(file.scale.cents[1], 100) && isNear(file.scale.cents[2], ratio(5, 4)));
    QVERIFY(isNear(file.scale.periodCents, 1200) && file.remarks.empty());
  }

  void theDescriptionMayBeEmpty() {
    const ScaleFile file = good("! x.scl\n\n1\n2/1\n");
    QVERIFY(file.description.empty());
    QCOMPARE(file.scale.cents, std::vector<double>{0});
  }

  void pitchesAreCentsOrRatios_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<double>("cents");
    const auto row = [](const char* line, double cents) { QTest::newRow(line) << QByteArray(line) << cents; };
    row("701.955", 701.955);
    row(" \t701.955", 701.955);
    row("5.", 5);
    row("67. cents", 67);
    row("-88.00000", -88);
    row("-5.0", -5);
    row("0.", 0);
    row("3/2", ratio(3, 2));
    row("3", ratio(3, 1));
    row("2 octave", 1200);
    row("8/9", ratio(8, 9));
    row("1/1", 0);
    row("2957/2048!Gb", ratio(2957, 2048));
    row("15/8F#", ratio(15, 8));
    row("194.5718\u21E5 D", 194.5718);
    row("83.33333 ! G#v", 83.33333);
    row("100.0 cents", 100);
    row("386.314, just third", 386.314);
    row("2147483647/2147483646", ratio(2147483647, 2147483646));
    row("1709671705179880612640625/1208925819614629174706176",
        ratio(1709671705179880612640625.0, 1208925819614629174706176.0));
    row("81/80 syntonic comma", ratio(81, 80));
    row("2814.27", 2814.27);
  }
  void pitchesAreCentsOrRatios() {
    QFETCH(QByteArray, line);
    QFETCH(double, cents);
    QVERIFY2(isNear(centsOf(line.toStdString()), cents), qPrintable(QString::number(centsOf(line.toStdString()))));
  }

  void whatCouldBeMisreadIsRefused_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* line, const char* says) {
      QTest::newRow(line) << QByteArray(line) << QByteArray(says);
    };
    row("697//441", "is no pitch");
    row("327,680/177,147", "comma");
    row("1,5", "comma");
    row("-3/2", "negative ratio");
    row("-3", "negative ratio");
    row("3/-2", "negative ratio");
    row("0/1", "zero");
    row("3/0", "zero");
    row("0", "zero");
    row("3/", "is no pitch");
    row("/2", "is no pitch");
    row("3 / 2", "blanks");
    row("5/4.5", "is no pitch");
    row("100.0.0", "is no pitch");
    row("1.5e3", "exponent");
    row("third", "is no pitch");
    row(".", "is no pitch");
    row("999999.0", "hundred octaves");
    row("\u22125.0", "is no pitch");
  }
  void whatCouldBeMisreadIsRefused() {
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, says);
    const TextProblem problem = bad("! x.scl\none\n2\n" + line.toStdString() + "\n2/1\n");
    QVERIFY2(problem.reason.find(says.toStdString()) != std::string::npos, problem.reason.c_str());
    QCOMPARE(problem.line, 4);
    QVERIFY(problem.reason.find('\n') == std::string::npos);
  }

  void aFileThatEndsTooSoonOrTooLateIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* text, int line, const char* says) {
      QTest::newRow(name) << QByteArray(text) << line << QByteArray(says);
    };
    row("nothing", "", 1, "empty");
    row("only comments", "! a\n! b\n", 2, "empty");
    row("no count", "a scale\n", 1, "number of notes is missing");
    row("no description", "2\n100.0\n2/1\n", 2, "number of notes");
    row("no number", "a\ntwo\n2/1\n", 2, "'two' is no number of notes");
    row("negative", "a\n-2\n2/1\n", 2, "number of notes");
    row("too many", "a\n99999999999\n2/1\n", 2, "10000");
    row("one is missing", "a\n3\n100.0\n2/1\n", 4, "only 2 of the 3");
    row("one too many", "a\n1\n100.0\n2/1\n", 4, "more than the 1");
  }
  void aFileThatEndsTooSoonOrTooLateIsRefused() {
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(QByteArray, says);
    const TextProblem problem = bad(text.toStdString());
    QVERIFY2(problem.reason.find(says.toStdString()) != std::string::npos, problem.reason.c_str());
    QCOMPARE(problem.line, line);
  }

  void linesEndAsTheyLike() {
    for (const char* text : {"a\n2\n3/2\n2/1", "a\r\n2\r\n3/2\r\n2/1\r\n", "a\r2\r3/2\r2/1\r",
                             "\xEF\xBB\xBF"
                             "a\n2\n3/2\n2/1\n\x1A junk",
                             "a\n2 notes\n3/2\n2/1\n\n  \ntext behind it\n"}) {
      QVERIFY2(isNear(good(text).scale.cents.at(1), ratio(3, 2)), text);
      QCOMPARE(good(text).description, std::string("a"));
    }
  }

  void blankLinesAmongPitchesAreSkippedAndTold() {
    const ScaleFile file = good("a\n2\n3/2\n \n2/1\n");
    QCOMPARE(file.remarks.size(), std::size_t(1));
    QCOMPARE(file.remarks[0].line, 4);
  }

  void latin1IsRead() {
    QCOMPARE(good("Temp\xE9rament\n1\n2/1\n").description, std::string("Temp\u00E9rament"));
    QCOMPARE(good("Temp\u00E9rament\n1\n2/1\n").description, std::string("Temp\u00E9rament"));
    QVERIFY(bad(std::string("a\0b\n1\n2/1\n", 10)).reason.find("no text") != std::string::npos);
  }

  void thePeriodIsTheLastPitchWhateverItIs() {
    QVERIFY(isNear(good("a\n2\n100.0\n1404.0\n").scale.periodCents, 1404));
    const ScaleFile unordered = good("a\n4\n700.0\n200.0\n200.0\n1200.0\n");
    QCOMPARE(unordered.scale.cents, (std::vector<double>{0, 700, 200, 200}));
    const ScaleFile chimes = good("a\n3\n32/29\n1/2\n16/29\n");  // it goes down
    QVERIFY(!chimes.scale.isRepeating() && chimes.scale.cents.size() == 4);
    QVERIFY(isNear(chimes.scale.cents[3], ratio(16, 29)));
  }

  void aScaleWithoutPeriodDoesNotRepeat() {
    const ScaleFile bell = good("a\n2\n700.0\n-1200.42429\n");
    QVERIFY(!bell.scale.isRepeating() && bell.scale.isValid());
    const Tuning tuning({.scale = bell.scale});
    const double c4 = tuning.note(0, 4).targetHz;
    QCOMPARE(tuning.nearest(c4 * 2)->degree, 1);
    QCOMPARE(tuning.nearest(c4 * 8)->degree, 1);
    QCOMPARE(tuning.nearest(c4 / 8)->degree, 2);
    QVERIFY(isNear(tuning.nearest(c4 / 8)->cents, -3600 + 1200.42429));
    const Tuning one({.scale = good("a\n0\n").scale});  // 1/1 only
    QCOMPARE(one.nearest(440)->degree, 0);
    QCOMPARE(one.nearest(44)->period, 4);
    QVERIFY(isNear(good("a\n1\n0.0\n").scale.periodCents, 0));
  }

  void manyNotesAreFine() {
    std::string text = "a\n612\n";
    for (int i = 1; i <= 612; ++i) text += std::to_string(1200.0 * i / 612) + "\n";
    const ScaleFile file = good(text + std::string(300, '!') + "\n");
    QCOMPARE(file.scale.cents.size(), std::size_t(612));
  }

  void whatIsKeptReadsTheSame() {
    const std::string text =
        "! x.scl\n! a comment\nTemp\xE9rament\t1\n!\n 3 notes\n100.0 ! C#\n\n 5/4\n2/1\n! the end\n";
    const std::string compact = compactScale(text);
    QCOMPARE(compact, std::string("Temp\u00E9rament\t1\n 3 notes\n100.0 ! C#\n 5/4\n2/1\n"));
    QVERIFY(good(compact).scale == good(text).scale && good(compact).description == good(text).description);
    QCOMPARE(compactScale(compact), compact);
  }

  // Control characters are dropped before the text is checked, so that the kept text is the checked one.
  void hiddenCharactersDoNotChangeWhatIsKept() {
    for (const char* text : {"a\n1\n3\x01/2\n",
                             "a\n1\n701.\x01"
                             "955\n",
                             "\xEF\xBB\xBF\xEF\xBB\xBF! b\na\n1\n2/1\n"}) {
      const std::string compact = compactScale(text);
      QVERIFY2(good(compact).scale == good(text).scale && good(compact).description == good(text).description, text);
    }
    QVERIFY(isNear(good("a\n1\n3\x01/2\n").scale.periodCents, ratio(3, 2)));
    QVERIFY(!bad("a\n1\n100.\x01,5\n").reason.empty());
  }

  void manyBlankLinesAreOneRemark() {
    const ScaleFile file = good("a\n2\n3/2\n" + std::string(1000, '\n') + "2/1\n");
    QCOMPARE(file.remarks.size(), std::size_t(1));
  }

  void aKeymapHasSevenValuesAndItsEntries() {
    const Keymap map = goodMap(kMapHead + "0\n1\n! two are not mapped\nx\n3\nX\n5\n6\n7\n8\n9\n10\n11\n");
    QCOMPARE(map.entries.size(), std::size_t(12));
    QVERIFY(!map.entries[2] && !map.entries[4] && map.entries[11] == 11);
    QVERIFY(map.middleKey == 60 && map.referenceKey == 69 && isNear(map.referenceHz, 440) && map.octaveDegree == 12);
    QCOMPARE(goodMap(kMapHead + "0\n1\n").entries.size(), std::size_t(12));  // the rest is left out
    QCOMPARE(compactKeymap(kMapHead + "0\n1 one\nx! none\n"), std::string("12\n0\n127\n60\n69\n440.0\n12\n0\n1\nx\n"));
    QVERIFY(goodMap("0\n0\n127\n60\n60\n261.625565280\n0\n\n  \n").entries.empty());
  }

  void badKeymapsAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const std::string& text, int line, const char* says) {
      QTest::newRow(name) << QByteArray::fromStdString(text) << line << QByteArray(says);
    };
    row("nothing", "", 1, "size of the map is missing");
    row("ends early", "12\n0\n127\n60\n69\n", 5, "reference frequency is missing");
    row("blank line in the map", kMapHead + "0\n1\n\n3\n", 11, "blank line");
    row("letters", kMapHead + "0\n1\nc\n3\n", 11, "'c' is no degree");
    row("one entry more", "1\n0\n127\n60\n69\n440\n1\n0\n1\n", 9, "more than the 1");
    row("an entry of an empty map", "0\n0\n127\n60\n69\n440\n0\n0\n", 8, "more than the 0");
    row("keys in the wrong order", "0\n100\n20\n60\n69\n440\n0\n", 3, "below the first");
    row("no frequency", "0\n0\n127\n60\n69\n0\n0\n", 6, "reference frequency");
    row("not finite", "0\n0\n127\n60\n69\ninf\n0\n", 6, "reference frequency");
    row("a huge map", "10001\n0\n127\n60\n69\n440\n0\n", 1, "size of the map");
    row("a negative octave", "0\n0\n127\n60\n69\n440\n-1\n", 7, "formal octave");
    row("half a key", "0\n0.5\n127\n60\n69\n440\n0\n", 2, "first key");
  }
  void badKeymapsAreRefused() {
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(QByteArray, says);
    const TextProblem problem = badMap(text.toStdString());
    QVERIFY2(problem.reason.find(says.toStdString()) != std::string::npos, problem.reason.c_str());
    QCOMPARE(problem.line, line);
  }

  void aKeymapPlacesTheScaleAndItsPitch() {
    // 12 keys of 31 steps: the white and black keys of meantone; the keys repeat the octave, so that they have letters.
    const Scale steps = Scale::equal(31);
    const Keymap map = goodMap("12\n0\n127\n60\n69\n440.0\n31\n0\n2\n5\n8\n10\n13\n15\n18\n20\n23\n26\n28\n");
    const Tuning tuning({.scale = steps, .keymap = map});
    const auto c4 = tuning.key(60);
    QVERIFY(isNear(1200 * std::log2(440 / c4->targetHz), 23 * 1200.0 / 31));
    QVERIFY(c4->degree == 0 && c4->period == 4 && asciiNoteName(*c4) == "C4");
    const auto cs5 = tuning.nearest(c4->targetHz * std::exp2(1 + 2.0 / 31));
    QVERIFY(cs5->midi == 73 && cs5->degree == 2 && cs5->period == 5 && asciiNoteName(*cs5) == "C#5");
    QVERIFY(isNear(tuning.key(59)->targetHz, c4->targetHz * std::exp2(-3.0 / 31)));
    QVERIFY(tuning.key(59)->degree == 28 && tuning.key(59)->period == 3);
  }

  void anEmptyKeymapIsLinear() {
    const Keymap map = goodMap("0\n50\n80\n60\n62\n300.0\n19\n");
    const Tuning tuning({.scale = Scale::equal(19), .keymap = map});
    QVERIFY(isNear(tuning.key(62)->targetHz, 300));
    QVERIFY(isNear(tuning.key(79)->targetHz, tuning.key(60)->targetHz * 2));
    QVERIFY(tuning.key(79)->degree == 0 && tuning.key(79)->period == 5 && !tuning.key(79)->spelling);
    QVERIFY(!tuning.key(49) && !tuning.key(81));  // outside: not in the tuning
    QCOMPARE(tuning.nearest(20000)->midi, std::optional<int>(80));
    QCOMPARE(tuning.nearest(20)->midi, std::optional<int>(50));
  }

  void otherOctavesMakeOtherLadders() {
    const Keymap fifths = goodMap("2\n0\n127\n60\n60\n261.6255653\n12\n0\n7\n");  // 0 7 12 19 24 …
    const Tuning tuning({.scale = Scale::equal(), .keymap = fifths});
    QVERIFY(isNear(1200 * std::log2(tuning.key(61)->targetHz / 261.6255653), 700));
    QVERIFY(isNear(1200 * std::log2(tuning.key(62)->targetHz / 261.6255653), 1200));
    QVERIFY(isNear(1200 * std::log2(tuning.key(59)->targetHz / 261.6255653), -500));
    const Keymap standard = goodMap("3\n0\n127\n60\n60\n261.6255653\n0\n0\n1\n2\n");  // 0: the scale's own period
    const Tuning thirds({.scale = {.cents = {0, 400, 800}, .periodCents = 1300}, .keymap = standard});
    QVERIFY(isNear(1200 * std::log2(thirds.key(63)->targetHz / 261.6255653), 1300));
  }

  void theReferenceNeedNotBeAKeyThatSounds() {
    const Keymap map = goodMap("0\n60\n72\n60\n33\n55.0\n0\n");
    const Tuning tuning({.scale = Scale::equal(), .keymap = map});
    QVERIFY(isNear(tuning.key(69)->targetHz, 440) && !tuning.key(33));
  }

  void aKeymapMustFitItsScale() {
    const Scale bell = good("a\n2\n700.0\n-1200.0\n").scale;
    const auto fits = [](const std::string& text, const Scale& scale) { return !keymapMisfit(goodMap(text), scale); };
    QVERIFY(fits("12\n0\n127\n60\n60\n262\n12\n0\n", Scale::equal()));
    QVERIFY(fits("3\n60\n62\n60\n60\n262\n0\n0\n1\n2\n", bell));
    const Tuning tuning({.scale = bell, .keymap = goodMap("0\n0\n127\n60\n60\n262\n0\n")});
    QCOMPARE(tuning.nearest(5000)->midi, std::optional<int>(61));
  }

  // The line of the file itself, whatever comments and blank lines are in it.
  void aKeymapThatDoesNotFitIsToldWithItsLine_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* text, int line, const char* says) {
      QTest::newRow(name) << QByteArray(text) << line << QByteArray(says);
    };
    row("reference not mapped", "! a\n2\n0\n127\n60\n! b\n69\n440\n0\n0\nx\n", 7, "reference key 69 is not mapped");
    row("a degree too many", "4\n0\n127\n60\n60\n262\n0\n0\n! c\r\n1\n2\n3\n", 12, "degree 3 is not in the scale");
    row("a degree below",
        "\xEF\xBB\xBF"
        "1\n60\n60\n60\n60\n262\n0\n-1 ! d\n",
        8, "degree -1 is not in the scale");
    row("reference outside", "0\n0\n127\n60\n69\n440\n0\n", 5, "outside of the scale");
    row("no key", "2\n61\n61\n60\n60\n262\n0\n0\nx\n", 2, "no key from 61 to 61 is mapped");
  }
  void aKeymapThatDoesNotFitIsToldWithItsLine() {
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(QByteArray, says);
    const Scale bell = good("a\n2\n700.0\n-1200.0\n").scale;
    const auto problem = keymapProblem(text.toStdString(), goodMap(text.toStdString()), bell);
    QVERIFY(problem);
    QVERIFY2(problem->reason.find(says.toStdString()) != std::string::npos, problem->reason.c_str());
    QVERIFY2(problem->reason.starts_with("it does not fit the scale, because "), problem->reason.c_str());
    QCOMPARE(problem->line, line);
  }

  // Files that are no text at all, too: the line where that is seen.
  void everyProblemHasItsLine() {
    QCOMPARE(bad("").line, 1);
    QCOMPARE(badMap("").line, 1);
    QCOMPARE(bad(std::string("a\r\nb\rc\0d", 8)).line, 3);
    QCOMPARE(badMap(std::string("12\n0\n\0", 6)).line, 3);
    const std::string long1("a\n1\n2/1\n" + std::string(kMaxTuningFileBytes, '!'));
    QVERIFY(bad(long1).line == 4 && bad(long1).reason.find("mebibyte") != std::string::npos);
    const std::string long2("a\n1\n2/1 " + std::string(kMaxTuningTextBytes, 'x') + "\n");
    QVERIFY(bad(long2).line == 3 && bad(long2).reason.find("128 KiB") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(ScalaTests)
#include "scala_tests.moc"
