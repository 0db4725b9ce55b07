// SPDX-License-Identifier: GPL-3.0-or-later
// Practice sessions: their sums, and the files that keep them.
#include "core/tuning/scala.h"
#include "present/practice/practicefile.h"

#include <QTest>

#include <cmath>
#include <variant>

using namespace tunescope;
using namespace tunescope::present;

namespace {

core::PlayedNote playedNote(int key, double onsetS, double lengthS, double cents, double spread = 1) {
  core::PlayedNote note{.note = core::Tuning().key(key).value(), .onsetS = onsetS, .lengthS = lengthS};
  note.meanCents = note.note.cents = cents;
  note.spreadCents = spread;
  note.meanSigmaCents = 0.125;
  note.contourCents.assign(std::size_t(std::ceil(lengthS / 0.05 - 1e-9)), float(cents));
  return note;
}

PracticeSession someSession() {
  PracticeSession session{.startedAt = QDateTime({2026, 11, 30}, {10, 15, 3}), .a4Hz = 441.5};
  session.tuning = QStringLiteral("Vallotti, \u00e4");
  session.inTuneCents = 3;
  session.notes = {playedNote(69, 0, 1, 2), playedNote(70, 1.5, 0.5, -8), playedNote(69, 2.5, 3, 6)};
  session.notes[0].driftCentsPerS = -1.5;
  session.notes[0].scoopCents = -30.25;
  session.notes[0].settleS = 0.125;
  session.notes[0].vibrato = core::Vibrato{5.5, 24.5};
  session.notes[1].contourCents[2].reset();
  return session;
}

QString reasonOf(const QByteArray& bytes) {
  const auto read = readPractice(bytes);
  const auto* reason = std::get_if<QString>(&read);
  return reason ? *reason : QStringLiteral("(it can be read)");
}

}  // namespace

class PracticeTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void notesOfOneNameAreSummed() {
    const auto totals = totalsOf(someSession(), 2.5);
    QCOMPARE(totals.size(), std::size_t{2});
    QCOMPARE(totals[0].note.midi, std::optional(69));  // the lower one first
    QCOMPARE(totals[0].count, 2);
    QCOMPARE(totals[0].seconds, 4.0);
    QCOMPARE(totals[0].meanCents, 5.0);                             // (1 * 2 + 3 * 6) / 4
    QCOMPARE(totals[0].spreadCents, std::sqrt(1 + (9 + 3) / 4.0));  // within, and (1 * 3^2 + 3 * 1^2) / 4 between
    QCOMPARE(totals[0].inTuneS, 1.0);
    QCOMPARE(totals[1].inTuneS, 0.0);
    QCOMPARE(someSession().seconds(), 4.5);
    QCOMPARE(someSession().endS(), 5.5);
    QCOMPARE(someSession().inTuneS(7), 4.0);
    QVERIFY(totalsOf({}, 2.5).empty());
  }

  void aSessionReadsAsItWasWritten() {
    const PracticeSession session = someSession();
    const auto read = readPractice(practiceJson(session));
    const auto* kept = std::get_if<PracticeSession>(&read);
    QVERIFY2(kept, qPrintable(reasonOf(practiceJson(session))));
    QCOMPARE(kept->notes.size(), session.notes.size());
    for (std::size_t i = 0; i < session.notes.size(); ++i) {
      core::PlayedNote note = kept->notes[i];
      note.note.tuning = session.notes[i].note.tuning;  // of this run of the program
      note.note.targetHz = session.notes[i].note.targetHz;
      QVERIFY2(note == session.notes[i], QByteArray::number(int(i)));
    }
    QCOMPARE(kept->startedAt, session.startedAt);
    QCOMPARE(kept->a4Hz, session.a4Hz);
    QCOMPARE(kept->tuning, session.tuning);
    QCOMPARE(kept->inTuneCents, session.inTuneCents);
  }

  void namesOfNotesAreKept() {
    PracticeSession session = someSession();
    const core::Tuning edo({.scale = core::Scale::equal(19)});
    session.notes[0].note = edo.nearest(500).value();
    session.notes[1].note.spelling = core::NoteSpelling{'B', core::Accidental::Flat, 4};
    const auto file = core::readScale("x\n 2\n 700. ! sol\n 2/1 ! sa\n");
    QVERIFY(std::holds_alternative<core::ScaleFile>(file));
    const auto kept = std::get<PracticeSession>(readPractice(practiceJson(session)));
    for (std::size_t i = 0; i < session.notes.size(); ++i) {
      QCOMPARE(core::asciiNoteName(kept.notes[i].note), core::asciiNoteName(session.notes[i].note));
      QCOMPARE(kept.notes[i].note.isSameNote(session.notes[i].note), true);
    }
    QCOMPARE(kept.notes[1].note.spelling, session.notes[1].note.spelling);
  }

  void whatIsNoSessionIsRefusedWithTheReason_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("reason");
    const QByteArray good = practiceJson(someSession());
    const auto changed = [&good](const char* from, const char* to) {
      QByteArray bytes = good;
      return bytes.contains(from) ? bytes.replace(bytes.indexOf(from), qsizetype(qstrlen(from)), to) : QByteArray();
    };
    QTest::newRow("empty") << QByteArray() << QStringLiteral("it is not valid JSON");
    QTest::newRow("sound") << QByteArray("RIFF\0\0", 6) << QStringLiteral("it is not valid JSON at byte");
    QTest::newRow("cut off") << good.left(good.size() / 2) << QStringLiteral("it is not valid JSON at byte");
    QTest::newRow("other JSON") << QByteArray("{\"format\":\"x\"}") << QStringLiteral("not a practice session");
    QTest::newRow("a list") << QByteArray("[1]") << QStringLiteral("not a practice session");
    QTest::newRow("newer") << changed("\"version\":1", "\"version\":2") << QStringLiteral("newer version");
    QTest::newRow("no A4") << changed("\"a4\":441.5,", "") << QStringLiteral("has no number 'a4'");
    QTest::newRow("no notes") << changed("\"notes\"", "\"nites\"") << QStringLiteral("no list 'notes'");
    QTest::newRow("other steps") << changed("0.05", "0.01") << QStringLiteral("steps");
    QTest::newRow("a word") << changed("\"meanCents\":2", "\"meanCents\":\"2\"")
                            << QStringLiteral("note 1 has no number 'meanCents'");
    QTest::newRow("far off") << changed("\"seconds\":0.5", "\"seconds\":1e9")
                             << QStringLiteral("note 2: 'seconds' is out of range");
    QTest::newRow("no contour") << changed("\"contourCents\":[", "\"contourCents\":{},\"x\":[")
                                << QStringLiteral("note 1 has no usable list 'contourCents'");
    QTest::newRow("not an object") << changed("\"notes\":[", "\"notes\":[7,")
                                   << QStringLiteral("note 1 has no number 't'");
    QTest::newRow("large") << QByteArray(kMaxPracticeFileBytes + 1, ' ') << QStringLiteral("larger than 16 MiB");
  }
  void whatIsNoSessionIsRefusedWithTheReason() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, reason);
    const QString found = reasonOf(bytes);
    QVERIFY2(found.contains(reason), qPrintable(found));
    QVERIFY(!found.endsWith(QLatin1Char('.')));
  }

  void figuresAreATableForSpreadsheets() {
    const QList<QByteArray> lines = practiceCsv(someSession(), 2.5).trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[1], QByteArray("0.000,1.000,A4,69,440.509,2.000,0.125,1.000,-1.500,-30.25,0.125,5.500,24.50,1.000"));
    QCOMPARE(lines[2], QByteArray("1.500,0.500,A#4,70,464.015,-8.000,0.125,1.000,,0.00,0.000,,,0.000"));
    for (const QByteArray& line : lines) QCOMPARE(line.count(','), 13);
  }

  void noFieldOfTheFiguresIsAFormula() {
    PracticeSession session = someSession();
    session.notes[0].note.spelling.reset();
    session.notes[0].note.label = {'=', '1', ',', '"'};
    const QByteArray csv = practiceCsv(session, 2.5);
    QVERIFY2(csv.contains(",\"'=1,\"\":4\",69,"), csv.constData());
  }
};

QTEST_GUILESS_MAIN(PracticeTests)
#include "tst_practice.moc"
