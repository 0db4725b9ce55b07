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

  void octavesAreNumbersOrStrokes() {
    const NameStyle strokes(Notation::English, Octaves::Helmholtz, Accidentals::Sharp, 0);
    const char* kExpected[] = {"C,,", "C,", "C", "c", "c'", "c''", "c'''", "c''''"};
    for (int i = 0; i < 8; ++i) QCOMPARE(asciiNoteName(spellKey(12 + 12 * i), strokes), std::string(kExpected[i]));
    QCOMPARE(asciiNoteName(spellKey(58), strokes), std::string("a#"));
    QCOMPARE(asciiNoteName(spellKey(71), {Notation::German, Octaves::Helmholtz, Accidentals::Sharp, 0}),
             std::string("h'"));
    QCOMPARE(asciiNoteName(spellKey(43), {Notation::Latin, Octaves::Helmholtz, Accidentals::Sharp, 0}),
             std::string("Sol"));
    QCOMPARE(asciiNoteName(spellKey(31), {Notation::Latin, Octaves::Helmholtz, Accidentals::Sharp, 0}),
             std::string("Sol,"));
    QCOMPARE(noteText(spellKey(72), strokes).octaveMark, std::string("''"));
  }

  void accidentalsAreAsAskedFor() {
    const NameStyle flats(Notation::English, Octaves::Scientific, Accidentals::Flat, 0);
    QCOMPARE(asciiNoteName(spellKey(61), flats), std::string("Db4"));
    QCOMPARE(asciiNoteName(spellKey(70), flats), std::string("Bb4"));
    QCOMPARE(asciiNoteName(spellKey(68), flats), std::string("Ab4"));
    QCOMPARE(asciiNoteName(spellKey(70), {Notation::German, Octaves::Scientific, Accidentals::Flat, 0}),
             std::string("B4"));
    for (int tonic = 0; tonic < 12; ++tonic) {
      const bool hasFlats = tonic == 5 || tonic == 10 || tonic == 3 || tonic == 8 || tonic == 1;
      QCOMPARE(asciiNoteName(spellKey(61), {Notation::English, Octaves::Scientific, Accidentals::Key, tonic}),
               std::string(hasFlats ? "Db4" : "C#4"));
    }
    QCOMPARE(asciiNoteName(NoteSpelling{.letter = 'B', .accidental = Accidental::Flat}), std::string("Bb4"));
  }

  void syllablesCountFromTheTonic() {
    const NameStyle inD(Notation::MovableDo, Octaves::Scientific, Accidentals::Sharp, 2);
    QCOMPARE(asciiNoteName(spellKey(62), inD), std::string("do4"));
    QCOMPARE(asciiNoteName(spellKey(61), inD), std::string("ti4"));
    QCOMPARE(asciiNoteName(spellKey(69), inD), std::string("sol4"));
    QCOMPARE(asciiNoteName(spellKey(63), inD), std::string("di4"));
    QCOMPARE(asciiNoteName(spellKey(61), {Notation::MovableDo, Octaves::Scientific, Accidentals::Flat, 0}),
             std::string("ra4"));
    QCOMPARE(asciiNoteName(spellKey(72), {Notation::MovableDo, Octaves::Helmholtz, Accidentals::Sharp, 0}),
             std::string("do''"));
    const NameStyle sa(Notation::Sargam, Octaves::Helmholtz, Accidentals::Flat, 1);
    const char* kExpected[] = {"S", "r", "R", "g", "G", "m", "M", "P", "d", "D", "n"};
    for (int i = 0; i < 11; ++i) QCOMPARE(asciiNoteName(spellKey(61 + i), sa), std::string(kExpected[i]) + "4");
    QCOMPARE(asciiNoteName(spellKey(72), sa), std::string("N5"));
    QCOMPARE(noteText(spellKey(70), sa).accidental, Accidental::Natural);
  }

  void aNameSpellsItsKeyOnly() {
    QVERIFY((spellKeyAs(61, "Db") == NoteSpelling{.letter = 'D', .accidental = Accidental::Flat, .octave = 4}));
    QVERIFY((spellKeyAs(59, "Cb") == NoteSpelling{.letter = 'C', .accidental = Accidental::Flat, .octave = 4}));
    QVERIFY((spellKeyAs(60, "B#") == NoteSpelling{.letter = 'B', .accidental = Accidental::Sharp, .octave = 3}));
    QVERIFY(!spellKeyAs(61, "D") && !spellKeyAs(61, "") && !spellKeyAs(61, "C#4") && !spellKeyAs(61, "x"));
  }

  void keysHaveNoOctave() {
    QCOMPARE(parseKeyName("C"), std::optional<int>(0));
    QCOMPARE(parseKeyName("eb"), std::optional<int>(3));
    QCOMPARE(parseKeyName("F\u266F"), std::optional<int>(6));
    QCOMPARE(parseKeyName("Cb"), std::optional<int>(11));
    QCOMPARE(parseKeyName("B#"), std::optional<int>(0));
    for (const char* text : {"", "H", "C4", "C##", "4", " "}) QVERIFY2(!parseKeyName(text), text);
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
