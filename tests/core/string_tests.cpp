// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/instrument.h"
#include "core/tuning/stringfinder.h"

#include <QSet>
#include <QTest>

#include <cmath>
#include <random>

using namespace tunescope::core;

namespace {

constexpr double kHopS = 512.0 / 48000;

// Feeds a finder as the engine does: a note begins, its pitch settles and decays.
class Player {
 public:
  explicit Player(const char* id, int capo = 0) : m_finder(*findInstrument(id), Tuning(), capo) {}

  // What was named while the note lasted: at its end, and whether another string was named in between.
  struct Heard {
    std::optional<int> last;
    bool isOnlyThat = true;
  };
  Heard pluck(double hertz, double seconds, std::mt19937& random, double glideCents = 0) {
    std::normal_distribution<double> noise(0, 1);
    Heard heard;
    const int hops = static_cast<int>(seconds / kHopS);
    for (int i = 0; i < hops; ++i) {
      const double cents = glideCents * i / hops + noise(random) + 15 * std::exp(-i * kHopS / 0.03);
      const auto string = hear(hertz * std::exp2(cents / 1200), i == 0, i < 4 ? 0.05 : 0.99);
      if (!string) continue;
      heard.isOnlyThat = heard.isOnlyThat && (!heard.last || heard.last == string);
      heard.last = string;
    }
    return heard;
  }
  std::optional<int> hear(double hertz, bool hasBegun = false, double confidence = 0.99) {
    m_timeS += kHopS;
    PitchReading reading;
    reading.timeS = reading.availableS = m_timeS;
    reading.hertz = hertz;
    reading.confidence = confidence;
    reading.noteBegan = hasBegun;
    return m_finder.process(reading);
  }
  void rest(double seconds) {
    for (double s = 0; s < seconds; s += kHopS) {
      m_timeS += kHopS;
      PitchReading silence;
      silence.timeS = silence.availableS = m_timeS;
      QVERIFY(!m_finder.process(silence));
    }
  }

 private:
  StringFinder m_finder;
  double m_timeS = 0;
};

double hertzOf(int midi, double cents = 0) {
  return 440 * std::exp2((midi - 69) / 12.0 + cents / 1200);
}

}  // namespace

class StringTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachInstrumentIsComplete() {
    QSet<QString> ids;
    int stringed = 0;
    for (const Instrument& instrument : instruments()) {
      const QString id = QString::fromUtf8(instrument.id.data(), qsizetype(instrument.id.size()));
      QVERIFY2(!ids.contains(id) && !instrument.title.empty() && !instrument.source.empty(), qPrintable(id));
      ids << id;
      const auto strings = stringsOf(instrument);
      stringed += strings.empty() ? 0 : 1;
      for (std::size_t i = 0; i < strings.size(); ++i) {
        QCOMPARE(strings[i].number, static_cast<int>(strings.size() - i));
        QVERIFY2(!strings[i].midi.empty() && parseNoteName(strings[i].name) == strings[i].midi.front(), qPrintable(id));
      }
    }
    QVERIFY(ids.size() >= 60 && stringed >= 60);
    QVERIFY(findInstrument("guitar") != nullptr && findInstrument("") == nullptr);
    QCOMPARE(stringsOf(*findInstrument("guitar")).front().number, 6);
    QCOMPARE(stringsOf(*findInstrument("guitar-12")).front().midi, (std::vector<int>{40, 52}));
  }

  void aLineDescribesAnInstrument_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("strings");
    QTest::addColumn<int>("transposition");
    QTest::newRow("strings") << QByteArray("My lute: G2 C3 F3 A3 D4 G4") << 6 << 0;
    QTest::newRow("blanks") << QByteArray("  L\u00fcti :  G2   Bb3\tF#4 ") << 3 << 0;
    QTest::newRow("a course") << QByteArray("Twelve: E2+E3 A2+A3") << 2 << 0;
    QTest::newRow("a transposition") << QByteArray("My horn: transpose 7") << 0 << 7;
    QTest::newRow("both") << QByteArray("Tenor: D2 A2 ; transpose -12") << 2 << -12;
  }
  void aLineDescribesAnInstrument() {
    QFETCH(QByteArray, line);
    QFETCH(int, strings);
    QFETCH(int, transposition);
    const auto instrument = instrumentOf(std::string_view(line.constData(), std::size_t(line.size())));
    QVERIFY(instrument);
    QCOMPARE(int(stringsOf(*instrument).size()), strings);
    QCOMPARE(instrument->transposition, transposition);
  }

  void whatDescribesNoneIsRefusedWithTheReason_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("an id that is none") << QByteArray("kazoo") << QByteArray("no name");
    QTest::newRow("no name") << QByteArray(": E2 A2") << QByteArray("no name");
    QTest::newRow("no strings") << QByteArray("Nothing:") << QByteArray("neither strings");
    QTest::newRow("no note") << QByteArray("X: E2 H9 A2") << QByteArray("'H9'");
    QTest::newRow("half a course") << QByteArray("X: E2+") << QByteArray("'E2+'");
    QTest::newRow("a number") << QByteArray("X: 40 45") << QByteArray("'40'");
    QTest::newRow("a note out of range") << QByteArray("X: C-3") << QByteArray("'C-3'");
    QTest::newRow("a word") << QByteArray("X: E2; transpose up") << QByteArray("'transpose up'");
    QTest::newRow("a fraction") << QByteArray("X: E2; transpose 1.5") << QByteArray("transpose 1.5");
    QTest::newRow("too far") << QByteArray("X: transpose 99") << QByteArray("transpose 99");
    QTest::newRow("many strings") << QByteArray("X:") + QByteArray(" E2").repeated(49) << QByteArray("48 strings");
    QTest::newRow("a long name") << QByteArray("x").repeated(61) + ": E2" << QByteArray("longer");
    QTest::newRow("a control character") << QByteArray("X\x07: E2") << QByteArray("control");
  }
  void whatDescribesNoneIsRefusedWithTheReason() {
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, reason);
    const std::string_view text(line.constData(), std::size_t(line.size()));
    QVERIFY(!instrumentOf(text));
    const auto read = parseInstrument(text);
    QVERIFY(std::holds_alternative<std::string>(read));
    QVERIFY2(std::get<std::string>(read).find(reason.toStdString()) != std::string::npos,
             std::get<std::string>(read).c_str());
  }

  void aFileOfInstrumentsIsReadOrRefusedWithItsLine() {
    const auto read = readInstruments("# mine\r\n\r\nOne: E2 A2\r\n  Two: transpose 2\n");
    QVERIFY(std::holds_alternative<std::vector<std::string>>(read));
    QCOMPARE(std::get<std::vector<std::string>>(read), (std::vector<std::string>{"One: E2 A2", "Two: transpose 2"}));
    const auto bad = readInstruments("One: E2 A2\n\nTwo E2\n");
    QVERIFY(std::holds_alternative<TextProblem>(bad));
    QCOMPARE(std::get<TextProblem>(bad).line, 3);
    QVERIFY(std::holds_alternative<TextProblem>(readInstruments("# nothing\n")));
    QVERIFY(std::holds_alternative<TextProblem>(readInstruments(std::string_view("a\0b", 3))));
  }

  // Strings up to 150 cents off, in any order: the right one in 99 of 100 notes, and no other one while a note lasts.
  void pluckedStringsAreFound() {
    std::mt19937 random(17);
    int notes = 0, right = 0, steady = 0;
    for (const char* id :
         {"guitar", "guitar-12", "guitar-dadgad", "bass-5", "violin", "mandolin", "banjo", "cello", "ukulele"}) {
      Player player(id);
      const auto strings = stringsOf(*findInstrument(id));
      std::uniform_int_distribution<std::size_t> any(0, strings.size() - 1);
      std::uniform_real_distribution<double> off(-90, 90);
      for (int i = 0; i < 60; ++i) {
        const InstrumentString& string = strings[any(random)];
        const auto heard = player.pluck(hertzOf(string.midi[i % string.midi.size()], off(random)), 0.6, random, -8);
        ++notes;
        right += heard.last == string.number ? 1 : 0;
        steady += heard.isOnlyThat ? 1 : 0;
        if (i % 3 == 0) player.rest(0.5);
      }
    }
    QVERIFY2(right >= 0.99 * notes, qPrintable(QStringLiteral("%1 of %2").arg(right).arg(notes)));
    QCOMPARE(steady, notes);
  }

  void nothingIsNamedBeforeItIsSure() {
    Player player("guitar");
    QVERIFY(!player.hear(hertzOf(52), true, 0.05));  // an octave too high at first
    QVERIFY(!player.hear(hertzOf(52), false, 0.05));
    for (int i = 0; i < 5; ++i) QVERIFY(!player.hear(hertzOf(40), false));
    std::optional<int> string;
    for (int i = 0; i < 5; ++i) string = player.hear(hertzOf(40));
    QCOMPARE(string, std::optional<int>(6));
  }

  void aStringStaysWhileItIsTunedPastTheMiddle() {
    Player player("guitar");
    std::optional<int> string;
    for (int i = 0; i < 20; ++i) string = player.hear(hertzOf(45), i == 0);
    QCOMPARE(string, std::optional<int>(5));
    for (int cents = 0; cents <= 270; cents += 3) string = player.hear(hertzOf(45, cents));  // 250 is the middle
    QCOMPARE(string, std::optional<int>(5));
    for (int i = 0; i < 20; ++i) string = player.hear(hertzOf(50));
    QCOMPARE(string, std::optional<int>(4));
  }

  // E3 is nearer to the open D3, and B3 is an open string as well as a harmonic of E2.
  void theHarmonicOfAStringIsThatString() {
    Player player("guitar");
    std::optional<int> string;
    for (int i = 0; i < 20; ++i) string = player.hear(hertzOf(40), i == 0);
    QCOMPARE(string, std::optional<int>(6));
    for (int i = 0; i < 20; ++i) QCOMPARE(player.hear(hertzOf(52, 15), i == 0), std::optional<int>(6));
    for (int i = 0; i < 20; ++i) string = player.hear(hertzOf(59), i == 0);
    QCOMPARE(string, std::optional<int>(2));
    for (int i = 0; i < 20; ++i) string = player.hear(hertzOf(52, 15), i == 0);  // a new note, and of another string
    QCOMPARE(string, std::optional<int>(4));
  }

  void whatIsFarAwayFromAllStringsIsNone() {
    Player player("violin");
    for (int i = 0; i < 20; ++i) QVERIFY(!player.hear(hertzOf(40), i == 0));
    for (int i = 0; i < 20; ++i) QVERIFY(!player.hear(hertzOf(90), i == 0));
  }

  void aCapoRaisesTheStrings() {
    Player player("guitar", 3);
    std::optional<int> string;
    for (int i = 0; i < 20; ++i) string = player.hear(hertzOf(43), i == 0);
    QCOMPARE(string, std::optional<int>(6));
    for (int i = 0; i < 20; ++i) string = player.hear(hertzOf(48), i == 0);
    QCOMPARE(string, std::optional<int>(5));
  }
};

QTEST_APPLESS_MAIN(StringTests)
#include "string_tests.moc"
