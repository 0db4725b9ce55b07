// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/notename.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace tunescope::core;

class NoteNameTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void wellKnownNotesHaveTheirFrequencies() {
    QVERIFY(std::abs(noteHertz(69, 440.0) - 440.0) < 1e-12);
    QVERIFY(std::abs(noteHertz(60, 440.0) - 261.6255653006) < 1e-9);
    QVERIFY(std::abs(noteHertz(21, 440.0) - 27.5) < 1e-12);
    QVERIFY(std::abs(noteHertz(108, 440.0) - 4186.0090448096) < 1e-8);
    QVERIFY(std::abs(noteHertz(69, 415.0) - 415.0) < 1e-12);
    QVERIFY(std::abs(noteHertz(64, 442.0) - 331.1259) < 1e-4);
  }

  void everyNoteOfEveryTuningIsItsOwnNearest() {
    double worst = 0;
    for (double a4 = kMinA4Hz; a4 <= kMaxA4Hz; a4 += 0.5) {
      for (int midi = 0; midi <= 127; ++midi) {
        const Note note = nearestNote(noteHertz(midi, a4), a4);
        QCOMPARE(note.midi, midi);
        worst = std::max(worst, std::abs(note.cents));
      }
    }
    QVERIFY2(worst < 1e-9, qPrintable(QString::number(worst)));
  }

  void theBorderBetweenTwoNotesIsFiftyCents() {
    for (double a4 = kMinA4Hz; a4 <= kMaxA4Hz; a4 += 10.0) {
      for (int midi = 0; midi <= 127; ++midi) {
        for (const double cents : {-49.999, -25.0, -0.001, 0.001, 25.0, 49.999}) {
          const Note note = nearestNote(noteHertz(midi, a4) * std::exp2(cents / 1200.0), a4);
          QCOMPARE(note.midi, midi);
          QVERIFY(std::abs(note.cents - cents) < 1e-9);
        }
        QCOMPARE(nearestNote(noteHertz(midi, a4) * std::exp2(50.001 / 1200.0), a4).midi, midi + 1);
        QCOMPARE(nearestNote(noteHertz(midi, a4) * std::exp2(-50.001 / 1200.0), a4).midi, midi - 1);
        const Note border = nearestNote(noteHertz(midi, a4) * std::exp2(50.0 / 1200.0), a4);
        QVERIFY(border.midi == midi || border.midi == midi + 1);
        QVERIFY(std::abs(std::abs(border.cents) - 50.0) < 1e-9 && std::abs(border.cents) <= 50.0);
      }
    }
  }

  void frequenciesFarFromMusicStayDefined() {
    for (const double hertz : {std::numeric_limits<double>::denorm_min(), 1e-300, 0.001, 1e6, 1e300}) {
      QVERIFY(std::abs(nearestNote(hertz, 440.0).cents) <= 50.0);
    }
    QVERIFY(nearestNote(0.001, 440.0).midi < 0);
  }

  void notesAreSpelledWithSharps() {
    const QStringList names{QStringLiteral("C"),  QStringLiteral("C#"), QStringLiteral("D"),  QStringLiteral("D#"),
                            QStringLiteral("E"),  QStringLiteral("F"),  QStringLiteral("F#"), QStringLiteral("G"),
                            QStringLiteral("G#"), QStringLiteral("A"),  QStringLiteral("A#"), QStringLiteral("B")};
    for (int midi = 0; midi <= 127; ++midi) {
      QCOMPARE(QString::fromStdString(asciiNoteName(midi)), names[midi % 12] + QString::number(midi / 12 - 1));
    }
    QCOMPARE(asciiNoteName(60), std::string("C4"));
    QCOMPARE(asciiNoteName(0), std::string("C-1"));
    QCOMPARE(asciiNoteName(-1), std::string("B-2"));
    QCOMPARE(asciiNoteName(-13), std::string("B-3"));
  }

  void theOtherNotationsHaveTheirOwnLetters() {
    QCOMPARE(asciiNoteName(71, Notation::German), std::string("H4"));
    QCOMPARE(asciiNoteName(70, Notation::German), std::string("B4"));
    QCOMPARE(asciiNoteName(61, Notation::German), std::string("C#4"));
    QCOMPARE(asciiNoteName(69, Notation::Latin), std::string("La4"));
    QCOMPARE(asciiNoteName(68, Notation::Latin), std::string("Sol#4"));
    const NoteSpelling spelling = spellNote(70);
    QCOMPARE(spelling.letter, std::string("A"));
    QCOMPARE(spelling.accidental, Accidental::Sharp);
    QCOMPARE(spelling.octave, 4);
    QCOMPARE(spellNote(70, Notation::German).accidental, Accidental::Natural);
  }

  void everyNameIsReadBack() {
    for (int midi = 0; midi <= 127; ++midi) {
      QCOMPARE(parseNoteName(asciiNoteName(midi)), std::optional<int>(midi));
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
