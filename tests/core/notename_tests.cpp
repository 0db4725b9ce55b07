// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/notename.h"

#include <QTest>

using namespace tunescope::core;

class NoteNameTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void notesAreSpelledWithSharps() {
    const QStringList names{QStringLiteral("C"),  QStringLiteral("C#"), QStringLiteral("D"),  QStringLiteral("D#"),
                            QStringLiteral("E"),  QStringLiteral("F"),  QStringLiteral("F#"), QStringLiteral("G"),
                            QStringLiteral("G#"), QStringLiteral("A"),  QStringLiteral("A#"), QStringLiteral("B")};
    for (int midi = 0; midi <= 127; ++midi) {
      QCOMPARE(QString::fromStdString(asciiNoteName(spellKey(midi))),
               names[midi % 12] + QString::number(midi / 12 - 1));
    }
    QCOMPARE(asciiNoteName(spellKey(60)), std::string("C4"));
    QCOMPARE(asciiNoteName(spellKey(0)), std::string("C-1"));
    QCOMPARE(asciiNoteName(spellKey(-1)), std::string("B-2"));
    QCOMPARE(asciiNoteName(spellKey(-13)), std::string("B-3"));
  }

  void theOtherNotationsHaveTheirOwnLetters() {
    QCOMPARE(asciiNoteName(spellKey(71), Notation::German), std::string("H4"));
    QCOMPARE(asciiNoteName(spellKey(70), Notation::German), std::string("B4"));
    QCOMPARE(asciiNoteName(spellKey(61), Notation::German), std::string("C#4"));
    QCOMPARE(asciiNoteName(spellKey(69), Notation::Latin), std::string("La4"));
    QCOMPARE(asciiNoteName(spellKey(68), Notation::Latin), std::string("Sol#4"));
    QVERIFY((spellKey(70) == NoteSpelling{.letter = 'A', .accidental = Accidental::Sharp, .octave = 4}));
    QCOMPARE(noteText(spellKey(70)).accidental, Accidental::Sharp);
    QCOMPARE(noteText(spellKey(70), Notation::German).accidental, Accidental::Natural);
    QCOMPARE(asciiNoteName({.letter = 'B', .accidental = Accidental::Flat}, Notation::German), std::string("B4"));
    QCOMPARE(asciiNoteName({.letter = 'E', .accidental = Accidental::Flat}, Notation::Latin), std::string("Mib4"));
  }

  void everyNameIsReadBack() {
    for (int midi = 0; midi <= 127; ++midi) {
      QCOMPARE(parseNoteName(asciiNoteName(spellKey(midi))), std::optional<int>(midi));
      QCOMPARE(parseNoteName(std::to_string(midi)), std::optional<int>(midi));
    }
  }

  void manyWaysOfWritingANoteAreUnderstood_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("midi");
    const auto row = [](const char* text, int midi) { QTest::newRow(text) << QByteArray(text) << midi; };
    row("A4", 69);
    row("a4", 69);
    row("c#5", 73);
    row("Bb3", 58);
    row("bb3", 58);
    row("BB3", 58);
    row("b3", 59);
    row("EB2", 39);
    row("A\u266F4", 70);
    row("a\u266D4", 68);
    row("a\u266E4", 69);
    row("Cb4", 59);
    row("B#3", 60);
    row("C-1", 0);
    row("c\u22121", 0);
    row("B#-2", 0);
    row("G9", 127);
    row(" A4\t", 69);
    row("0", 0);
    row("127", 127);
    row("069", 69);
  }
  void manyWaysOfWritingANoteAreUnderstood() {
    QFETCH(QByteArray, text);
    QFETCH(int, midi);
    QCOMPARE(parseNoteName(text.toStdString()), std::optional<int>(midi));
  }

  void whatIsNotANoteIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"",
                             " ",
                             "A",
                             "#4",
                             "H4",
                             "A4x",
                             "A 4",
                             "A##4",
                             "Abb4",
                             "4A",
                             "La4",
                             "-1",
                             "+69",
                             "128",
                             "99999999999999999999",
                             "A99999999999",
                             "A2147483647",
                             "A-2147483648",
                             "G#9",
                             "Cb-1",
                             "A-",
                             "A--1",
                             "A4.5",
                             "69.0",
                             "\xff\xfe",
                             "\u266F",
                             "A\xe2\x99",
                             "[4",
                             "@4",
                             "`4"}) {
      QTest::newRow(text) << QByteArray(text);
    }
  }
  void whatIsNotANoteIsRefused() {
    QFETCH(QByteArray, text);
    QVERIFY(!parseNoteName(text.toStdString()));
  }
};

QTEST_APPLESS_MAIN(NoteNameTests)
#include "notename_tests.moc"
