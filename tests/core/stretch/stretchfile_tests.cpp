// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stretch/stretchfile.h"

#include <QTest>

#include <cmath>

using namespace tunescope::core;

namespace {

const std::string kHead = "tunescope-stretch 1\noctave 4:2\n";

TextProblem problemOf(const std::string& text) {
  const auto read = readStretch(text);
  const auto* problem = std::get_if<TextProblem>(&read);
  return problem != nullptr ? *problem : TextProblem{-1, "it can be read"};
}

PianoStretch pianoOf(const std::string& text) {
  const auto read = readStretch(text);
  const auto* piano = std::get_if<PianoStretch>(&read);
  if (piano == nullptr) {
    qWarning("%s", std::get<TextProblem>(read).reason.c_str());
    return {};
  }
  return *piano;
}

}  // namespace

class StretchFileTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFileHasItsKeys() {
    const PianoStretch piano = pianoOf(
        "# my piano\r\ntunescope-stretch 1\r\n\r\noctave 6:3\r\nA0 0.0005 0.02 2:-0.31:0.05 6:1.5:0.1\r\n  Bb3\t0.0003 "
        "0.01\r\n");
    QCOMPARE(piano.octave, std::size_t{2});
    QCOMPARE(piano.keys.size(), std::size_t{2});
    QCOMPARE(piano.keys.at(21).b, 0.0005);
    QCOMPARE(piano.keys.at(21).deviations[1]->cents, -0.31);
    QCOMPARE(piano.keys.at(21).deviations[5]->sigmaCents, 0.1);
    QVERIFY(!piano.keys.at(21).deviations[0]);
    QCOMPARE(piano.keys.at(58).sigmaLnB, 0.01);
  }

  void whatIsWrittenReadsTheSame() {
    PianoStretch piano{.octave = 0};
    piano.keys[21] = {.b = 0.000512345, .sigmaLnB = 0.0213};
    piano.keys[21].deviations[1] = {.cents = -3.125, .sigmaCents = 0.012};
    piano.keys[108] = {.b = 0.0123, .sigmaLnB = 0.5};
    const std::string text = writeStretch(piano);
    QVERIFY(pianoOf(text) == piano);
    QVERIFY(text.starts_with("tunescope-stretch 1\noctave 2:1\n"));
    QVERIFY(text.find("\nA0 0.000512345 0.0213 2:-3.125:0.012\n") != std::string::npos);
    QVERIFY(text.find("\n# A4 0.000 0.000") != std::string::npos);
    const std::string compact = compactStretch(text);
    QVERIFY(pianoOf(compact) == piano);
    QVERIFY(compact.find('#') == std::string::npos && compactStretch(compact) == compact);
  }

  // Digits that a file of ours would not have count neither in the curve nor in what is written.
  void whatIsReadIsWhatWouldBeWritten() {
    const PianoStretch piano = pianoOf(kHead + "A0 0.00051234567891 0.0123456 2:-0.3149999:0.05044 6:1.50049:0.1\n");
    QCOMPARE(piano.keys.size(), std::size_t{1});
    QVERIFY(pianoOf(writeStretch(piano)) == piano);
    QCOMPARE(piano.keys.at(21).b, 0.000512346);
  }

  void badFilesAreRefused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& text, int line, const char* reason) {
      QTest::newRow(name) << QString::fromStdString(text) << line << QString::fromUtf8(reason);
    };
    row("empty", "", 0, "it does not begin with 'tunescope-stretch 1'");
    row("another kind", "! a.scl\n!\n", 1, "it does not begin with 'tunescope-stretch 1'");
    row("version", "# x\ntunescope-stretch 2\n", 2,
        "'tunescope-stretch 2' is a version that this program cannot read; it reads version 1");
    row("no octave", "tunescope-stretch 1\nA4 0.0007 0.1\n", 2, "the type of octave is missing; add 'octave 4:2'");
    row("odd octave", "tunescope-stretch 1\noctave 8:4\n", 2,
        "'octave 8:4' is no type of octave; give octave 2:1, 4:2 or 6:3");
    row("two octaves", kHead + "octave 2:1\n", 3, "the type of octave is given twice");
    row("no key", kHead, 2, "no key is in it; it needs at least one measured key");
    row("no note", kHead + "H9 0.1 0.1\n", 3, "'H9' is no key from A0 to C8");
    row("beyond", kHead + "C#8 0.01 0.1\n", 3, "'C#8' is no key from A0 to C8");
    row("short", kHead + "A4 0.0007\n", 3,
        "'A4 0.0007' is no measured key; give its name, B and the uncertainty of ln B");
    row("B", kHead + "A4 7e-4 0.1\n", 3, "'7e-4' is no B; give a number from 0.0000001 to 0.2");
    row("large B", kHead + "A4 0.3 0.1\n", 3, "'0.3' is no B; give a number from 0.0000001 to 0.2");
    row("sigma", kHead + "A4 0.0007 -1\n", 3, "'-1' is no uncertainty of ln B; give a number from 0 to 9");
    row("partial", kHead + "A4 0.0007 0.1 7:1:1\n", 3,
        "'7:1:1' is no partial; give its number from 1 to 6, its cents and their uncertainty: 2:-0.31:0.05");
    row("twice", kHead + "A4 0.0007 0.1\nA4 0.0007 0.1\n", 4, "'A4' is given twice");
    row("order", kHead + "A4 0.0007 0.1\nA5 0.0009 0.01 4:99:0\nA#5 0.001 0.01 4:-99:0\n", 0,
        "its curve would put A#6 out of the order of the keys; measure the keys around it again");
  }
  void badFilesAreRefused() {
    QFETCH(QString, text);
    QFETCH(int, line);
    QFETCH(QString, reason);
    const TextProblem problem = problemOf(text.toStdString());
    QCOMPARE(QString::fromStdString(problem.reason), reason);
    QCOMPARE(problem.line, line);
  }

  void binaryAndHugeFilesAreRefused() {
    using namespace std::string_literals;
    QCOMPARE(QString::fromStdString(problemOf("tunescope\0"s).reason), QStringLiteral("it is no text"));
    QCOMPARE(problemOf(std::string(kMaxTuningTextBytes + 1, '#')).line, 0);
  }
};

QTEST_APPLESS_MAIN(StretchFileTests)
#include "stretchfile_tests.moc"
