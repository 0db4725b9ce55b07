// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/noted.h"
#include "ui/models/tunermodel.h"

#include <QSet>
#include <QTest>

#include <cmath>
#include <random>

using namespace tunescope;
using namespace tunescope::ui;

namespace {

constexpr double kHopS = 512 / 48000.0;

analysis::NotedPitch voiced(double timeS, double hertz, double sigmaCents = 0.05, double confidence = 0.95,
                            double a4Hz = 440) {
  core::PitchReading reading;
  reading.timeS = timeS - 0.03;
  reading.availableS = timeS;
  reading.hertz = hertz;
  reading.sigmaCents = sigmaCents;
  reading.confidence = confidence;
  return tests::noted(reading, core::Tuning::equal(a4Hz));
}

analysis::NotedPitch unvoiced(double timeS) {
  core::PitchReading reading;
  reading.timeS = timeS - 0.03;
  reading.availableS = timeS;
  return tests::noted(reading);
}

double offBy(double hertz, double cents) {
  return hertz * std::exp2(cents / 1200);
}

// Plays a tone to the model, hop by hop; returns when the last one was.
double play(TunerModel& tuner, double fromS, double seconds, double hertz, double sigmaCents = 0.03,
            double a4Hz = 440) {
  double timeS = fromS;
  for (; timeS < fromS + seconds; timeS += kHopS) tuner.show(voiced(timeS, hertz, sigmaCents, 0.95, a4Hz));
  return timeS;
}

}  // namespace

class TunerModelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aSteadyToneLocksInTune() {
    TunerModel tuner;
    play(tuner, 0, 2.5, offBy(440, 0.4));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Sounding);
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::InTune);
    QCOMPARE(tuner.noteName(), QStringLiteral("A4"));
    QCOMPARE(tuner.centsText(), QStringLiteral("+0.4"));
    QCOMPARE(tuner.hertzText(), QStringLiteral("440.10"));
    QCOMPARE(tuner.spoken(), QStringLiteral("A 4, in tune"));
  }
  void aTouchOfTheRightPitchIsNotInTune() {
    TunerModel tuner;
    for (double t = 0; t < present::NoteDisplay::kLockAfterS - 2 * kHopS; t += kHopS) {
      tuner.show(voiced(t, 440));
      QVERIFY(tuner.tuning() != TunerModel::Tuning::InTune);
    }
  }
  // decisions/0028
  void theWordIsThatOfTheShownNumber() {
    TunerModel tuner;
    double t = play(tuner, 0, 3, 440);
    t = play(tuner, t, 5, offBy(440, 2.4));
    QCOMPARE(tuner.centsText(), QStringLiteral("+2.4"));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::InTune);
    t = play(tuner, t, 5, offBy(440, 2.6));
    QCOMPARE(tuner.centsText(), QStringLiteral("+2.6"));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::Sharp);
    play(tuner, t, 5, offBy(440, 2.4));
    QCOMPARE(tuner.centsText(), QStringLiteral("+2.4"));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::InTune);
  }
  void flatAndSharpAreShown() {
    TunerModel tuner;
    play(tuner, 0, 2, offBy(466.1637615, -12.3));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::Flat);
    QCOMPARE(tuner.letter(), QStringLiteral("A"));
    QCOMPARE(tuner.accidental(), QStringLiteral("\u266F"));
    QCOMPARE(tuner.octave(), QStringLiteral("4"));
    QCOMPARE(tuner.centsText(), QStringLiteral("\u221212.3"));
    QCOMPARE(tuner.spoken(), QStringLiteral("A sharp 4, 12 cents flat"));
  }
  void anUnsureSigmaIsNeverInTune() {
    TunerModel tuner;
    play(tuner, 0, 2, 440, 5);
    QVERIFY(tuner.tuning() != TunerModel::Tuning::InTune);
  }
  void silenceLeavesAGhostOfTheLastNote() {
    TunerModel tuner;
    double t = play(tuner, 0, 1, 196);
    for (int i = 0; i < 5; ++i, t += kHopS) tuner.show(unvoiced(t));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Sounding);  // a short hole is not shown
    for (int i = 0; i < 20; ++i, t += kHopS) tuner.show(unvoiced(t));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Ghost);
    QCOMPARE(tuner.noteName(), QStringLiteral("G3"));
    QCOMPARE(tuner.tuning(), TunerModel::Tuning::None);
    QVERIFY(tuner.centsText().isEmpty() && tuner.hertzText().isEmpty() && tuner.sigmaText().isEmpty());
  }
  void theGhostDisappearsByItself() {
    TunerModel tuner;
    tuner.setHoldMs(10);
    const double t = play(tuner, 0, 1, 196);
    tuner.rest();  // stopped: no readings come any more
    QCOMPARE(tuner.presence(), TunerModel::Presence::Ghost);
    QTRY_COMPARE(tuner.presence(), TunerModel::Presence::Resting);
    QVERIFY(tuner.letter().isEmpty());
    play(tuner, t, 1, 196);
    tuner.rest();
    play(tuner, t + 2, 1, 196);
    QTest::qWait(50);  // the same note again is not a ghost that leaves
    QCOMPARE(tuner.presence(), TunerModel::Presence::Sounding);
  }
  void withoutAPitchNothingIsShown() {
    TunerModel tuner;
    for (double t = 0; t < 2; t += kHopS) tuner.show(unvoiced(t));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Resting);
    QVERIFY(tuner.letter().isEmpty());
  }
  void halfWayBetweenTwoNotesTheFirstIsKept() {
    TunerModel tuner;
    double t = play(tuner, 0, 1, offBy(440, 45));
    QSet<QString> seen;
    for (int i = 0; i < 200; ++i, t += kHopS) {
      tuner.show(voiced(t, offBy(440, 50 + 3 * std::sin(i))));
      seen.insert(tuner.noteName());
    }
    QCOMPARE(seen, QSet<QString>{QStringLiteral("A4")});
  }
  void aSingleUnsureReadingOfAnotherNoteIsNotShown() {
    TunerModel tuner;
    double t = play(tuner, 0, 1, 440);
    tuner.show(voiced(t, 220, 0.1, 0.2));
    QCOMPARE(tuner.noteName(), QStringLiteral("A4"));
    for (int i = 0; i < 3; ++i) tuner.show(voiced(t += kHopS, 220, 0.1, 0.2));
    QCOMPARE(tuner.noteName(), QStringLiteral("A3"));
  }
  void readingsWithoutConfidenceMakeNoNote() {
    TunerModel tuner;
    for (int i = 0; i < 20; ++i) tuner.show(voiced(i * kHopS, 880, 0.1, 0.05));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Resting);
    const double t = play(tuner, 1, 1, 440);
    tuner.show(voiced(t, 440, 0.1, 0.05));
    QCOMPARE(tuner.presence(), TunerModel::Presence::Sounding);  // but they continue one
    QCOMPARE(tuner.noteName(), QStringLiteral("A4"));
  }
  void anotherA4ChangesTheCents() {
    TunerModel tuner;
    const double t = play(tuner, 0, 2, 440, 0.03, 442);
    QCOMPARE(tuner.centsText(), QStringLiteral("\u22127.9"));
    QCOMPARE(tuner.targetText(), QStringLiteral("442.00"));
    play(tuner, t, 2, 440);  // while it sounds
    QCOMPARE(tuner.targetText(), QStringLiteral("440.00"));
    QCOMPARE(tuner.centsText(), QStringLiteral("0.0"));
  }
  void theNoteIsCalledAsTheNotationSays() {
    TunerModel tuner;
    tuner.setNames(core::Notation::German);
    double t = play(tuner, 0, 1, 493.883);
    QCOMPARE(tuner.letter(), QStringLiteral("H"));
    tuner.setNames(core::Notation::Latin);  // renames the sounding note too
    QCOMPARE(tuner.letter(), QStringLiteral("Si"));
    QCOMPARE(tuner.noteName(), QStringLiteral("Si4"));
    play(tuner, t, 1, 466.164);
    QCOMPARE(tuner.letter() + tuner.accidental() + tuner.octave(), QStringLiteral("La\u266F4"));
    tuner.clear();
    tuner.setNames(core::Notation::English);
    QVERIFY(tuner.letter().isEmpty());
  }
  void aSteadyNoteDoesNotRedrawItsDigitsEveryFrame() {
    TunerModel tuner;
    double t = play(tuner, 0, 1, 440);
    std::mt19937 random(3);
    std::normal_distribution<double> noise(0, 0.5);
    int changes = 0;
    QString last = tuner.centsText();
    for (int i = 0; i < 188; ++i, t += kHopS) {  // two seconds
      tuner.show(voiced(t, offBy(440, noise(random)), 0.05));
      changes += tuner.centsText() != last;
      last = tuner.centsText();
    }
    QVERIFY(changes <= 5);
  }
};

QTEST_GUILESS_MAIN(TunerModelTest)
#include "tst_tunermodel.moc"
