// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/live/bigtext.h"
#include "cli/live/canvas.h"
#include "cli/live/displaylayout.h"

#include <QRegularExpression>
#include <QTest>

using namespace tunescope;
using cli::Canvas;
using cli::DisplayState;
using Tuning = present::NoteDisplay::Tuning;

namespace {

DisplayState aReading() {
  DisplayState state;
  state.source = "Monitor of TuneSink  48000 Hz";
  state.state = "listening";
  state.note = "C#4";
  state.isVoiced = true;
  state.tuning = Tuning::Flat;
  state.cents = -12;
  state.sigmaCents = 2;
  state.centsText = "-12.0 cents";
  state.sigmaText = "\u00b12.0";
  state.hertzText = "275.26 Hz";
  state.levelText = "-20.0";
  state.rmsDb = -20;
  state.peakDb = -14;
  state.wave.assign(400, {-0.5F, 0.5F});
  return state;
}

QString drawn(int width, int height, const DisplayState& state, bool hasColor = false) {
  Canvas canvas(width, height);
  cli::layOutDisplay(canvas, state);
  return QString::fromStdString(canvas.toTerminal(hasColor));
}

QStringList rowsOf(QString bytes) {
  bytes.remove(QRegularExpression(QStringLiteral("\x1b\\[[0-9;]*[A-Za-z]")));
  return bytes.split(QStringLiteral("\r\n"));
}

// What a terminal without wrap shows of those bytes: behind its last column the cursor stays on it, and \x1b[K erases
// from there on.
QStringList shownBy(const QString& bytes, int width, int height) {
  QStringList rows(height, QString(width, QChar(u' ')));
  const QRegularExpression piece(QStringLiteral("\x1b\\[([0-9;]*)([A-Za-z])|\r\n|[^\x1b\r\n]"));
  int x = 0;
  int y = 0;
  for (auto match = piece.globalMatch(bytes); match.hasNext();) {
    const QRegularExpressionMatch one = match.next();
    const QString text = one.captured();
    if (one.captured(2) == QStringLiteral("H")) {
      x = y = 0;
    } else if (text == QStringLiteral("\r\n")) {
      x = 0;
      ++y;
    } else if (one.captured(2) == QStringLiteral("K") || one.captured(2) == QStringLiteral("J")) {
      rows[y].replace(x, width - x, QString(width - x, QChar(u' ')));
    } else if (one.captured(2).isEmpty()) {
      rows[y].replace(x, 1, text);
      x = std::min(x + 1, width - 1);
    }
  }
  return rows;
}

}  // namespace

class TestDisplay : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingLeavesTheTerminalAtAnySize() {
    const DisplayState state = aReading();
    for (int width = 0; width <= 130; width += width < 30 ? 1 : 7) {
      for (int height = 0; height <= 50; height += height < 20 ? 1 : 6) {
        const QStringList rows = rowsOf(drawn(width, height, state));
        QCOMPARE(rows.size(), std::max(height, 1));
        for (const QString& row : rows) {
          QVERIFY2(row.size() <= width, qPrintable(QStringLiteral("%1x%2").arg(width).arg(height)));
        }
      }
    }
  }

  void theNoteIsThereAtAnySizeThatCanHoldIt() {
    for (const int height : {1, 2, 3, 5, 8}) {
      QVERIFY(drawn(20, height, aReading()).contains(height < 9 ? QStringLiteral("C#4") : QString()));
    }
    const QStringList big = rowsOf(drawn(80, 24, aReading()));
    QVERIFY(!big.join(QString()).contains(QStringLiteral("C#4")));  // it is drawn in blocks
    QVERIFY(big.join(QString()).contains(QChar(0x2588)));
  }

  void stateAndTuningAreShownInWordsToo() {
    DisplayState state = aReading();
    QVERIFY(drawn(80, 24, state).contains(QStringLiteral("flat")));
    state.tuning = Tuning::Sharp;
    QVERIFY(drawn(80, 24, state).contains(QStringLiteral("sharp")));
    state.tuning = Tuning::InTune;
    QVERIFY(drawn(80, 24, state).contains(QStringLiteral("in tune")));
    state.tuning = Tuning::None;
    for (const char* word : {"flat", "in tune", "sharp"}) QVERIFY(!drawn(80, 24, state).contains(QLatin1String(word)));
    state.tuning = Tuning::InTune;
    state.isVoiced = false;
    QVERIFY(!drawn(80, 24, state).contains(QStringLiteral("in tune")));
    QVERIFY(drawn(80, 24, state).contains(QStringLiteral("last note")));
    QVERIFY(!drawn(80, 24, state).contains(QStringLiteral("cents")));
    QVERIFY(!drawn(80, 24, state).contains(QStringLiteral("Hz  ")));
    QVERIFY(drawn(80, 24, state).contains(QStringLiteral("listening")));
  }

  void theLevelsUnitStandsStill() {
    DisplayState state = aReading();
    const auto column = [&] {
      for (const QString& row : rowsOf(drawn(80, 24, state))) {
        if (row.contains(QStringLiteral("dBFS"))) return row.indexOf(QStringLiteral("dBFS"));
      }
      return qsizetype(-1);
    };
    const qsizetype usual = column();
    QVERIFY(usual > 0);
    for (const char* text : {"", "-9.9", "-\u221E", "+0.1"}) {
      state.levelText = text;
      QCOMPARE(column(), usual);
    }
  }

  void numbersAreLeftOutRatherThanCut() {
    QVERIFY(drawn(60, 24, aReading()).contains(QStringLiteral("-12.0 cents  flat  \u00b12.0   275.26 Hz")));
    QVERIFY(drawn(32, 24, aReading()).contains(QStringLiteral("-12.0 cents  flat   275.26 Hz")));
    QVERIFY(drawn(24, 24, aReading()).contains(QStringLiteral("-12.0 cents  275.26 Hz")));
    QVERIFY(drawn(12, 24, aReading()).contains(QStringLiteral("-12.0 cents")));
    QVERIFY(!drawn(12, 24, aReading()).contains(QStringLiteral("275")));
  }

  void theLastColumnIsNotErased() {
    for (const bool hasColor : {false, true}) {
      for (const int width : {40, 80, 101, 120}) {
        const QStringList rows = shownBy(drawn(width, 24, aReading(), hasColor), width, 24);
        const QString all = rows.join(QChar(u'\n'));
        QVERIFY2(all.contains(QStringLiteral("-20.0 dBFS")), qPrintable(all));
        if (width <= 101) QVERIFY(all.contains(QRegularExpression(QStringLiteral("\u2500{5}\u2534(\\s|$)"))));
        QVERIFY(all.contains(QRegularExpression(QStringLiteral("[\u2801-\u28ff]{%1}").arg(width))));
      }
    }
  }

  void nothingStaysOfThePictureBefore() {
    Canvas before(40, 3);
    for (int y = 0; y < 3; ++y) before.write(0, y, std::string(40, 'x'));
    Canvas after(40, 3);
    after.write(0, 0, std::string_view("short"));
    after.write(35, 1, std::string_view("right"));
    const QString bytes = QString::fromStdString(before.toTerminal(false) + after.toTerminal(false));
    QCOMPARE(shownBy(bytes, 40, 3).join(QString()).simplified(), QStringLiteral("short right"));
  }

  void theScaleHasNumbers() {
    const auto numbers = [](int width, int height) {
      for (const QString& row : shownBy(drawn(width, height, aReading()), width, height)) {
        const QStringList words = row.split(QChar(u' '), Qt::SkipEmptyParts);
        if (words.size() > 2 && words.first() == QStringLiteral("-50")) return words.join(QChar(u' '));
      }
      return QString();
    };
    QCOMPARE(numbers(40, 24), QStringLiteral("-50 -25 0 +25 +50"));
    QCOMPARE(numbers(80, 24), QStringLiteral("-50 -25 0 +25 +50"));
    QCOMPARE(numbers(120, 24), QStringLiteral("-50 -25 0 +25 +50"));
    QCOMPARE(numbers(20, 24), QStringLiteral("-50 0 +50"));
    QCOMPARE(numbers(80, 5), QString());  // the needle itself comes first
  }

  void theKeysAreShownWhereThereIsRoom() {
    DisplayState state = aReading();
    state.keys = "q quits";
    QVERIFY(drawn(80, 24, state).contains(QStringLiteral("q quits")));
    QVERIFY(!drawn(40, 24, state).contains(QStringLiteral("q quits")));
  }

  void theNeedleIsAsWideAsTheReadingIsUncertain() {
    DisplayState state = aReading();
    int widths[2] = {0, 0};
    for (const int i : {0, 1}) {
      state.sigmaCents = i == 0 ? 1 : 10;
      widths[i] = static_cast<int>(drawn(101, 24, state).count(QChar(0x2592)));
    }
    QCOMPARE(widths[0], 2);
    QCOMPARE(widths[1], 20);
  }

  void colourIsOnlyUsedWhereItIsWanted() {
    const QRegularExpression colour(QStringLiteral("\x1b\\[[0-9;]*m"));
    QVERIFY(!drawn(80, 24, aReading(), false).contains(colour));
    QVERIFY(drawn(80, 24, aReading(), true).contains(colour));
  }

  void theWaveformIsDrawnInBraille() {
    const QString text = drawn(80, 24, aReading());
    int braille = 0;
    for (const QChar c : text) braille += c.unicode() > 0x2800 && c.unicode() <= 0x28FF ? 1 : 0;
    QVERIFY(braille >= 80 * 3);
    QCOMPARE(cli::waveformColumnsFor(80, 24), 160);
    QCOMPARE(cli::waveformColumnsFor(80, 4), 0);
  }

  void recordsAreShownInLinesThatFit() {
    DisplayState state = aReading();
    state.records = {"Meters  1.0 s: M -23.0, S -23.1, I -22.9 LUFS, range 5.0 LU, true peak -3.0 / -4.0 dBTP",
                     "0.832 s  strum  E2 -3.1  A2 +0.2  D3 -  G3 +1.0  B3 -0.4  E4 +2.2", std::string(100, 'x')};
    for (const int width : {200, 80, 40, 12}) {
      const QStringList rows = shownBy(drawn(width, 40, state), width, 40);
      QString all;
      for (const QString& row : rows) all += row.trimmed() + u' ';
      QVERIFY2(width < 40 || all.contains(QStringLiteral("M -23.0, S -23.1, I -22.9 LUFS,")), qPrintable(all));
      QVERIFY2(all.contains(QStringLiteral("dBTP")) && all.contains(QStringLiteral("E4 +2.2")), qPrintable(all));
      QCOMPARE(all.count(u'x'), 100);
    }
    QVERIFY(rowsOf(drawn(80, 24, state)).join(QString()).contains(QChar(0x2588)));  // the note is still large
    for (int height = 0; height < 12; ++height) QVERIFY(rowsOf(drawn(40, height, state)).size() <= std::max(height, 1));
  }

  void namesFromOutsideCannotSteerTheTerminal() {
    DisplayState state = aReading();
    state.source = "Mic\x1b[2J\n";
    QVERIFY(!drawn(80, 24, state).contains(QStringLiteral("\x1b[2J")));
  }

  void extremeNumbersStayInTheirPlace() {
    DisplayState state = aReading();
    state.cents = 1e9;
    state.sigmaCents = 1e9;
    state.rmsDb = 300;
    state.peakDb = -1e9;
    state.wave.assign(4, {-1e30F, 1e30F});
    for (const QString& row : rowsOf(drawn(60, 20, state))) QVERIFY(row.size() <= 60);
  }

  void everyCharacterOfANoteNameHasABigForm() {
    for (const char c : std::string_view("ABCDEFGHabeilosDRMFSL#-0123456789")) {
      Canvas canvas(10, 6);
      cli::drawBigText(canvas, 0, 0, std::string_view(&c, 1), 1, cli::Ink::Plain);
      int dots = 0;
      for (int y = 0; y < 6; ++y) {
        for (int x = 0; x < 10; ++x) dots += canvas.at(x, y) != U' ' ? 1 : 0;
      }
      QVERIFY2(dots >= 5, &c);
    }
  }
};

QTEST_APPLESS_MAIN(TestDisplay)
#include "test_display.moc"
