// SPDX-License-Identifier: GPL-3.0-or-later
// Where notes begin and end.
#include "core/notes/notesegmenter.h"
#include "support/signals.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <numbers>

using namespace tunescope;

namespace {

constexpr double kHopS = 512.0 / 48000;

// Readings as the engine makes them, for a pitch given as a function of time; 0: none.
class Player {
 public:
  explicit Player(core::Tuning tuning = core::Tuning()) : m_tuning(std::move(tuning)) {}

  void play(double seconds, const std::function<double(double)>& hertzAt, bool isAttack = true, double confidence = 1) {
    const double endS = m_timeS + seconds;
    const double startS = m_timeS;
    for (bool isFirst = true; m_timeS < endS; m_timeS += kHopS, isFirst = false) {
      core::PitchReading reading;
      reading.timeS = m_timeS;
      reading.availableS = m_timeS + 0.02;
      if (const double hertz = hertzAt(m_timeS - startS); hertz > 0) {
        reading.hertz = hertz;
        reading.sigmaCents = 0.1;
        reading.confidence = confidence;
        reading.noteBegan = isFirst && isAttack;
      }
      segmenter.add(reading, reading.hertz ? m_tuning.nearest(*reading.hertz) : std::nullopt);
    }
  }
  void note(double seconds, double hertz, bool isAttack = true) {
    play(
        seconds, [hertz](double) { return hertz; }, isAttack);
  }
  void rest(double seconds) { note(seconds, 0); }
  double timeS() const { return m_timeS; }

  std::vector<core::PlayedNote> end() {
    segmenter.finish();
    return segmenter.take();
  }
  QString names() {
    QStringList list;
    for (const core::PlayedNote& each : end()) list << QString::fromStdString(core::asciiNoteName(each.note));
    return list.join(QLatin1Char(' '));
  }

  core::NoteSegmenter segmenter;

 private:
  core::Tuning m_tuning;
  double m_timeS = 0.1;
};

double keyHz(double key) {
  return 440 * std::exp2((key - 69) / 12);
}

}  // namespace

class NoteSegmenterTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void anAttackEndsTheNoteBefore() {
    Player player;
    player.note(0.5, 440);
    player.note(0.5, 440);
    player.note(0.5, 330);
    QCOMPARE(player.names(), QStringLiteral("A4 A4 E4"));
  }

  void aPauseEndsANoteAndADropoutDoesNot() {
    Player player;
    player.note(0.4, 440);
    player.rest(0.05);
    player.note(0.4, 440, false);
    player.rest(0.2);
    player.note(0.4, 440, false);
    QCOMPARE(player.names(), QStringLiteral("A4 A4"));
  }

  void aNoteIsThereSoonAfterItsEnd() {
    Player player;
    player.note(0.4, 440);
    player.rest(0.1);
    QCOMPARE(player.segmenter.take().size(), std::size_t{1});
    QVERIFY(!player.segmenter.isSounding());
    QVERIFY(player.segmenter.take().empty());
  }

  void aGapEndsANote() {
    Player player;
    player.note(0.4, 440);
    player.segmenter.gap();
    player.note(0.4, 440, false);
    QCOMPARE(player.end().size(), std::size_t{2});
  }

  void aSlurIsTwoNotesWithTheBorderBetween() {
    Player player;
    player.note(0.6, keyHz(69));
    const double borderS = player.timeS();
    player.note(0.6, keyHz(70), false);
    player.note(0.6, keyHz(74), false);
    const auto notes = player.end();
    QCOMPARE(notes.size(), std::size_t{3});
    QCOMPARE(notes[1].note.midi, std::optional(70));
    QVERIFY2(std::abs(notes[1].onsetS - borderS) < 0.03, QByteArray::number(notes[1].onsetS));
    for (const core::PlayedNote& note : notes)
      QVERIFY2(std::abs(note.meanCents) < 0.1, QByteArray::number(note.meanCents));
  }

  void fastScalesAreAllThere() {
    Player player;
    QStringList wanted;
    for (const int key : {60, 62, 64, 65, 67, 69, 71, 72, 71, 69, 67}) {
      player.note(0.1, keyHz(key));
      wanted << QString::fromStdString(core::asciiNoteName(core::spellKey(key)));
    }
    QCOMPARE(player.names(), wanted.join(QLatin1Char(' ')));
  }

  void wideVibratoIsOneNote() {
    for (const double centre : {0.0, 30.0, 45.0}) {
      Player player;
      player.play(2, [centre](double t) {
        return 440 * std::exp2((centre + 70 * std::sin(2 * std::numbers::pi * 5 * t)) / 1200);
      });
      const auto notes = player.end();
      QCOMPARE(notes.size(), std::size_t{1});
      QVERIFY2(std::abs(notes[0].meanCents - centre) < 0.5, QByteArray::number(notes[0].meanCents));
    }
  }

  void aNoteIsNamedByItsMeanAndNotByItsAttack() {
    Player player;
    player.play(1, [](double t) { return keyHz(69 - 0.8 * std::exp(-t / 0.04)); });
    const auto notes = player.end();
    QCOMPARE(notes.size(), std::size_t{1});
    QCOMPARE(notes[0].note.midi, std::optional(69));
    QVERIFY2(std::abs(notes[0].meanCents) < 0.1, QByteArray::number(notes[0].meanCents));
    QVERIFY2(notes[0].scoopCents < -50, QByteArray::number(notes[0].scoopCents));
  }

  // Times of readings step back where the window grows: no note begins behind its first reading, or ends before it.
  void timesThatStepBackMakeNoNegativeNote() {
    core::NoteSegmenter segmenter;
    const core::Tuning tuning;
    double availableS = 1;
    const auto play = [&](double hertz, int hops, double delayS, bool began) {
      for (int i = 0; i < hops; ++i, availableS += kHopS) {
        core::PitchReading reading;
        reading.timeS = availableS - delayS;
        reading.availableS = availableS;
        reading.hertz = hertz;
        reading.confidence = 1;
        reading.sigmaCents = 0.1;
        reading.noteBegan = began && i == 0;
        segmenter.add(reading, tuning.nearest(hertz));
      }
    };
    play(keyHz(69), 40, 0.01, true);
    play(keyHz(45), 30, 0.15, true);   // its readings are older than the end of the note before
    play(keyHz(47), 30, 0.15, false);  // slurred
    play(keyHz(33), 4, 0.3, false);
    segmenter.finish();
    const auto notes = segmenter.take();
    QVERIFY(notes.size() >= 3);
    for (const core::PlayedNote& note : notes) {
      QVERIFY2(note.lengthS > 0, QByteArray::number(note.lengthS));
      QVERIFY2(std::abs(note.meanCents) < 1, QByteArray::number(note.meanCents));
    }
    QVERIFY2(notes[1].onsetS <= 1 + 40 * kHopS - 0.15 + 1e-9, QByteArray::number(notes[1].onsetS));
  }

  void whatIsTooShortOrUnsureIsNoNote() {
    Player player;
    player.note(0.03, 440);
    player.rest(0.3);
    player.play(
        0.5, [](double) { return 523.25; }, true, 0.3);
    player.rest(0.3);
    player.note(0.3, 330);
    QCOMPARE(player.names(), QStringLiteral("E4"));
  }

  void aDroneCountsAsSeveralNotesSoThatMemoryHasALimit() {
    Player player;
    player.note(150, 110);
    QCOMPARE(player.end().size(), std::size_t{3});
  }

  void anotherTuningBeginsAnotherNote() {
    core::NoteSegmenter segmenter;
    const core::Tuning first, second = core::Tuning::equal(442);
    for (int i = 0; i < 80; ++i) {
      core::PitchReading reading;
      reading.timeS = i * kHopS;
      reading.availableS = reading.timeS + 0.02;
      reading.hertz = 440;
      reading.sigmaCents = 0.1;
      reading.confidence = 1;
      segmenter.add(reading, (i < 40 ? first : second).nearest(440));
    }
    segmenter.finish();
    const auto notes = segmenter.take();
    QCOMPARE(notes.size(), std::size_t{2});
    QVERIFY(std::abs(notes[0].meanCents) < 0.01);
    QVERIFY(std::abs(notes[1].meanCents + 7.85) < 0.01);
  }
};

QTEST_GUILESS_MAIN(NoteSegmenterTests)
#include "notesegmenter_tests.moc"
