// SPDX-License-Identifier: GPL-3.0-or-later
// What Ableton Live adds to a scale in its comments: names, pitch, range, source and link. It is read, kept in
// settings and written again.
#include "core/tuning/scala.h"
#include "core/tuning/tuning.h"

#include <QTest>

#include <cmath>
#include <string>
#include <variant>

using namespace tunescope::core;

namespace {

const std::string kThree = "a\n3\n100.0\n3/2\n2/1\n";

// A text that cannot be read gives an empty one, whose values the tests do not expect.
ScaleFile good(const std::string& text) {
  const auto read = readScale(text);
  const auto* file = std::get_if<ScaleFile>(&read);
  return file != nullptr ? *file : ScaleFile{};
}

TextProblem bad(const std::string& text) {
  const auto read = readScale(text);
  const auto* problem = std::get_if<TextProblem>(&read);
  return problem != nullptr ? *problem : TextProblem{-1, ""};
}

}  // namespace

class AbletonTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void abletonNamesAndPitchAreUsed() {
    const std::string text =
        "5 tones\n5\n240.0\n480.0\n720.0\n960.0\n2/1\n!\n! @ABL NOTE_NAMES \"do\" re mi \"fa so\" la\n"
        "! @ABL REFERENCE_PITCH 3 1 300.0\n! @ABL NOTE_RANGE_BY_FREQUENCY 20. 20000.\n"
        "! @ABL NOTE_RANGE_BY_INDEX -1 0 8 4\n! @ABL SOURCE nobody\n! @ABL LINK http://x\n! @ABL FUTURE 1\n!! @ABL "
        "NOTE_NAMES x\n";
    const ScaleFile file = good(text);
    QCOMPARE(file.scale.names, (std::vector<std::string>{"do", "re", "mi", "fa so", "la"}));
    QVERIFY((file.reference == ScaleReference{.octave = 3, .degree = 1, .hertz = 300}));
    QVERIFY(good(compactScale(text)).scale == file.scale && good(compactScale(text)).reference == file.reference);
    const Tuning tuning({.standard = standardOf(*file.reference, file.scale, 60), .scale = file.scale});
    const auto re = tuning.nearest(300);
    QVERIFY(std::abs(re->cents) < 1e-6);
    QCOMPARE(re->degree, 1);
    QCOMPARE(asciiNoteName(*re), std::string("re:3"));  // the first do from middle C on is at 522 Hz
    QCOMPARE(asciiNoteName(*tuning.nearest(600)), std::string("re:4"));
    QCOMPARE(tuning.named("fa so:4")->degree, 3);
  }

  void abletonNamesOfTwelveKeysSpellThem() {
    std::string text = "12\n12\n";
    for (int i = 1; i <= 12; ++i) text += std::to_string(100 * i) + ".0\n";
    const ScaleFile file = good(
        text +
        "! @ABL NOTE_NAMES C D\u266D D E\u266D E F G\u266D G A\u266D A B\u266D B\n! @ABL REFERENCE_PITCH 3 9 442\n");
    const PitchStandard standard = standardOf(*file.reference, file.scale, 60);
    QVERIFY((standard == PitchStandard{.midi = 69, .hertz = 442}));
    const Tuning tuning({.standard = standard, .scale = file.scale});
    QCOMPARE(asciiNoteName(*tuning.nearest(442 * std::exp2(1.0 / 12))), std::string("Bb4"));
  }

  void badAbletonLinesAreRefused() {
    const std::string scale = "a\n2\n3/2\n2/1\n! @ABL ";
    for (const char* line : {"REFERENCE_PITCH 4 2 440", "REFERENCE_PITCH 4 0", "REFERENCE_PITCH 4 0 -1",
                             "REFERENCE_PITCH x 0 440", "NOTE_NAMES a", "NOTE_NAMES a b c", "NOTE_NAMES \"a b",
                             "NOTE_RANGE_BY_FREQUENCY low", "NOTE_RANGE_BY_FREQUENCY", "NOTE_RANGE_BY_FREQUENCY 0 20",
                             "NOTE_RANGE_BY_FREQUENCY 4186 27.5", "NOTE_RANGE_BY_FREQUENCY 1 2 3",
                             "NOTE_RANGE_BY_INDEX 1 2 3", "NOTE_RANGE_BY_INDEX 1 0.5", "NOTE_RANGE_BY_INDEX 5 0 4 1"}) {
      QCOMPARE(bad(scale + line + "\n").line, 5);
    }
    QVERIFY(bad("caf\xE9\n1\n2/1\n! @ABL NOTE_NAMES a\n").reason.find("UTF-8") != std::string::npos);
  }

  void sourceAndLinkAreTheWholeLine_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char* name, const char* line, const char* source) {
      QTest::newRow(name) << QByteArray(line) << QByteArray(source);
    };
    row("a sentence", "! @ABL SOURCE Helmholtz, On the Sensations of Tone, p. 453",
        "Helmholtz, On the Sensations of Tone, p. 453");
    row("in quotes", "! @ABL SOURCE \"the author, in 1691\"", "the author, in 1691");
    row("a quote that is not closed", "! @ABL SOURCE \"a b", "\"a b");
    row("two quotes", "! @ABL SOURCE \"a\" and \"b\"", "\"a\" and \"b\"");
    row("blanks and a tab round it", "!@ABL SOURCE \t me  ", "me");
    row("an exclamation mark", "! @ABL SOURCE a ! b", "a ! b");
    row("nothing", "! @ABL SOURCE", "");
    row("an empty quote", "! @ABL SOURCE \"\"", "");
    row("other letters", "! @ABL SOURCE \u0645\u0642\u0627\u0645 \U0001F3B5", "\u0645\u0642\u0627\u0645 \U0001F3B5");
    row("switched off", "!! @ABL SOURCE me", "");
    row("another word", "! @ABL SOURCES me", "");
    row("the last one holds", "! @ABL SOURCE me\r\n! @ABL SOURCE you", "you");
  }
  void sourceAndLinkAreTheWholeLine() {
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, source);
    const std::string text = kThree + line.toStdString() + "\n";
    QCOMPARE(QByteArray::fromStdString(good(text).origin.source), source);
    const ScaleFile read = good(scaleText("a", good(text).scale, {}, good(text).origin));
    QVERIFY(read.origin == good(text).origin && read.scale.cents.size() == 3);
    QVERIFY(good(compactScale(text)).origin == read.origin);
    std::string link = line.toStdString();
    for (std::size_t at = 0; (at = link.find("SOURCE", at)) != std::string::npos;) link.replace(at, 6, "LINK");
    QCOMPARE(QByteArray::fromStdString(good(kThree + link + "\n").origin.link), source);
  }

  void rangesAreReadAndWritten_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("written");  // empty: the same
    const auto row = [](const char* line, const char* written) {
      QTest::newRow(line) << QByteArray(line) << QByteArray(written);
    };
    row("NOTE_RANGE_BY_FREQUENCY 27.5", "NOTE_RANGE_BY_FREQUENCY 27.500000");
    row("NOTE_RANGE_BY_FREQUENCY 20. 20000.", "NOTE_RANGE_BY_FREQUENCY 20.000000 20000.000000");
    row("NOTE_RANGE_BY_FREQUENCY 440 440", "NOTE_RANGE_BY_FREQUENCY 440.000000 440.000000");
    row("NOTE_RANGE_BY_INDEX -1 0", "");
    row("NOTE_RANGE_BY_INDEX -2 1 8 2", "");
    row("NOTE_RANGE_BY_INDEX 0 4 6 3", "NOTE_RANGE_BY_INDEX 1 1 7 0");  // of three notes
    row("NOTE_RANGE_BY_INDEX 1 -1", "NOTE_RANGE_BY_INDEX 0 2");
  }
  void rangesAreReadAndWritten() {
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, written);
    const ScaleFile file = good(kThree + "! @ABL " + line.toStdString() + "\n");
    QVERIFY(!std::holds_alternative<std::monostate>(file.origin.range));
    const std::string text = scaleText("a", file.scale, {}, file.origin);
    const std::string expected = "\n! @ABL " + (written.isEmpty() ? line : written).toStdString() + "\n";
    QVERIFY2(text.ends_with(expected), text.c_str());
    QVERIFY(good(text).origin == file.origin);
  }

  // Live reads its lines after the pitches.
  void whatIsWrittenIsWhatLiveReads() {
    ScaleFile file = good(kThree +
                          "! @ABL NOTE_NAMES \"do re\" b \"\"\n! @ABL REFERENCE_PITCH 4 1 330\n! @ABL SOURCE a book\n"
                          "! @ABL LINK https://example.org/?a=b&c\n! @ABL NOTE_RANGE_BY_FREQUENCY 30\n");
    const std::string text = scaleText("a", file.scale, file.reference, file.origin);
    QCOMPARE(QByteArray::fromStdString(text),
             QByteArray("a\n3\n100.000000\n701.955001\n1200.000000\n! @ABL NOTE_NAMES \"do re\" b \"\"\n"
                        "! @ABL REFERENCE_PITCH 4 1 330.000000\n! @ABL NOTE_RANGE_BY_FREQUENCY 30.000000\n"
                        "! @ABL SOURCE a book\n! @ABL LINK https://example.org/?a=b&c\n"));
    const ScaleFile again = good(text);
    QVERIFY(again.scale.names == file.scale.names && again.reference == file.reference && again.origin == file.origin);
  }

  void theSpecificationItselfIsRead() {
    std::string text = "! ASCL Specification\nAn example\n12\n!\n";
    for (int i = 1; i <= 12; ++i) text += std::to_string(100 * i) + ".0\n";
    const ScaleFile file = good(text + "! # General notes for @ABL\n! @ABL NOTE_RANGE_BY_INDEX -1 9 9 0\n");
    QVERIFY((std::get<NoteRange>(file.origin.range) == NoteRange{.first = -3, .last = 108}));
  }
};

QTEST_APPLESS_MAIN(AbletonTests)
#include "ableton_tests.moc"
