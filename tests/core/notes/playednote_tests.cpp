// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a played note: mean, spread, drift, attack, vibrato and time in tune, for sounds whose
// figures are known.
#include "performance.h"

#include <QTest>

#include <cmath>

using namespace tunescope;
using test::WantedNote;

namespace {

const double kA4 = 440;

double offsetHz(double hertz, double cents) {
  return hertz * std::exp2(cents / 1200);
}

void near(double found, double wanted, double within, const char* what) {
  QVERIFY2(std::abs(found - wanted) <= within,
           qPrintable(QStringLiteral("%1: %2 instead of %3").arg(QLatin1String(what)).arg(found).arg(wanted)));
}

}  // namespace

class PlayedNoteTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theMeanOfASteadyNoteIsExact_data() { seeds(); }
  void theMeanOfASteadyNoteIsExact() {
    QFETCH(const quint64, seed);
    std::vector<WantedNote> wanted;
    for (const double hertz : {82.41, 196.0, 440.0, 880.0}) wanted.push_back({.hertz = offsetHz(hertz, 7.3)});
    const auto notes = test::notesOf({.notes = wanted, .snrDb = 40, .seed = seed});
    QCOMPARE(notes.size(), wanted.size());
    for (std::size_t i = 0; i < notes.size(); ++i) {
      near(1200 * std::log2(notes[i].hertz() / wanted[i].hertz), 0, 0.1, "mean");
      QVERIFY2(notes[i].spreadCents < 0.5, QByteArray::number(notes[i].spreadCents));
      QVERIFY(!notes[i].vibrato);
      QCOMPARE(notes[i].scoopCents, 0.0);
      QVERIFY(notes[i].driftCentsPerS);
      near(*notes[i].driftCentsPerS, 0, 0.3, "drift");
      near(notes[i].lengthS, 1.5, 0.1, "length");
    }
  }

  void vibratoIsMeasuredAndTakesNoPartInTheMean_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("rateHz");
    QTest::addColumn<double>("depthCents");
    QTest::addColumn<quint64>("seed");
    quint64 seed = 1;
    for (const double hertz : {98.0, 220.0, 440.0, 880.0}) {
      for (const double rate : {4.3, 5.5, 6.7}) {
        for (const double depth : {12.0, 30.0, 60.0}) {
          QTest::addRow("%g Hz, %g Hz by %g cents", hertz, rate, depth) << hertz << rate << depth << seed++;
        }
      }
    }
  }
  void vibratoIsMeasuredAndTakesNoPartInTheMean() {
    QFETCH(const double, hertz);
    QFETCH(const double, rateHz);
    QFETCH(const double, depthCents);
    QFETCH(const quint64, seed);
    const WantedNote wanted{
        .hertz = offsetHz(hertz, -4.2), .seconds = 2.3, .vibratoHz = rateHz, .vibratoCents = depthCents};
    const auto notes = test::notesOf({.notes = {wanted}, .seed = seed});
    QCOMPARE(notes.size(), std::size_t{1});
    const core::PlayedNote& note = notes[0];
    QVERIFY(note.vibrato);
    near(note.vibrato->rateHz, rateHz, 0.1, "rate");
    near(note.vibrato->depthCents, depthCents, 2, "depth");
    // Below 150 Hz the window of a reading is longer than a period of the vibrato.
    const bool isBlurred = hertz < 150 && depthCents >= 30;
    near(1200 * std::log2(note.hertz() / wanted.hertz), 0, isBlurred ? 0.6 : 0.1, "mean");
    QVERIFY2(note.spreadCents < 0.1 * depthCents, QByteArray::number(note.spreadCents));
  }

  void vibratoThatBeginsLateIsMeasuredWhereItIs_data() { seeds(); }
  void vibratoThatBeginsLateIsMeasuredWhereItIs() {
    QFETCH(const quint64, seed);
    const WantedNote wanted{.hertz = kA4, .seconds = 3, .vibratoHz = 5.8, .vibratoCents = 25, .vibratoFromS = 1.1};
    const auto notes = test::notesOf({.notes = {wanted}, .seed = seed});
    QCOMPARE(notes.size(), std::size_t{1});
    QVERIFY(notes[0].vibrato);
    near(notes[0].vibrato->rateHz, 5.8, 0.1, "rate");
    near(notes[0].vibrato->depthCents, 25, 2, "depth");
  }

  void aScoopIsTheAttacksAndNotTheMeans_data() { seeds(); }
  void aScoopIsTheAttacksAndNotTheMeans() {
    QFETCH(const quint64, seed);
    const auto notes = test::notesOf(
        {.notes = {{.hertz = kA4, .scoopCents = -60, .scoopS = 0.08}, {.hertz = 330, .scoopCents = 40}}, .seed = seed});
    QCOMPARE(notes.size(), std::size_t{2});
    near(1200 * std::log2(notes[0].hertz() / kA4), 0, 0.1, "mean");
    near(1200 * std::log2(notes[1].hertz() / 330), 0, 0.1, "mean from above");
    // A reading covers the first 30 ms or more, in which part of the scoop has passed.
    near(notes[0].scoopCents, -60 * 0.75, 60 * 0.25, "scoop");
    near(notes[1].scoopCents, 40 * 0.7, 40 * 0.3, "scoop from above");
    near(notes[0].settleS, 0.08 * std::log(60 / 5.0), 0.04, "settling");
    near(notes[1].settleS, 0.05 * std::log(40 / 5.0), 0.04, "settling from above");
  }

  void driftIsTheSlope_data() { seeds(); }
  void driftIsTheSlope() {
    QFETCH(const quint64, seed);
    for (const double drift : {-20.0, 6.0}) {
      const auto notes =
          test::notesOf({.notes = {{.hertz = kA4, .seconds = 2, .driftCentsPerS = drift}}, .seed = seed});
      QCOMPARE(notes.size(), std::size_t{1});
      QVERIFY(notes[0].driftCentsPerS);
      near(*notes[0].driftCentsPerS, drift, 0.2, "drift");
      near(1200 * std::log2(notes[0].hertz() / kA4), 0, 0.4, "mean");  // its ends are known to some 20 ms
      QVERIFY2(notes[0].spreadCents < 0.5, QByteArray::number(notes[0].spreadCents));
    }
  }

  void timeInTuneCountsWhatIsWithin() {
    const auto notes = test::notesOf({.notes = {{.hertz = kA4, .seconds = 2, .driftCentsPerS = 10}}});
    QCOMPARE(notes.size(), std::size_t{1});
    near(notes[0].inTuneS(5), 1, 0.08, "within 5 cents");  // -10 to 10 cents in two seconds
    near(notes[0].inTuneS(2.5), 0.5, 0.08, "within 2.5 cents");
    near(notes[0].inTuneS(20), notes[0].lengthS, 0.11, "all of it");
    QCOMPARE(notes[0].contourCents.size(), std::size_t(std::ceil(notes[0].lengthS / 0.05)));
  }

  void vibratoIsInTuneWhereItsMiddleIs() {
    const auto notes = test::notesOf({.notes = {{.hertz = kA4, .seconds = 2, .vibratoHz = 5.5, .vibratoCents = 40}}});
    QCOMPARE(notes.size(), std::size_t{1});
    QVERIFY2(notes[0].inTuneS(2.5) > 0.85 * notes[0].lengthS, QByteArray::number(notes[0].inTuneS(2.5)));
  }

  void aShortNoteHasAMeanAndNoMore() {
    const auto notes = test::notesOf({.notes = {{.hertz = offsetHz(kA4, 12), .seconds = 0.15}}});
    QCOMPARE(notes.size(), std::size_t{1});
    near(notes[0].meanCents, 12, 0.5, "mean");
    QVERIFY(!notes[0].driftCentsPerS);
    QVERIFY(!notes[0].vibrato);
  }

  void aNoteWithoutLengthHasOneStep() {
    const core::TunedNote a4 = core::Tuning().key(69).value();
    const core::NotePoint point{.timeS = 1, .cents = 3, .sigmaCents = 0.1, .confidence = 0.9, .windowS = 0.04};
    const core::PlayedNote note = core::describeNote({&point, 1}, a4, 1, 1);
    QCOMPARE(note.contourCents.size(), std::size_t{1});
    QCOMPARE(note.contourCents[0].value(), 3.0F);
  }

  // Long windows smooth a fast vibrato away: what is left of it says nothing of its depth.
  void aVibratoThatTheReadingsHardlyShowIsNotToldOf() {
    const core::TunedNote e2 = core::Tuning().key(40).value();
    for (const bool isShown : {true, false}) {
      std::vector<core::NotePoint> points;
      for (double t = 0; t < 2; t += 512.0 / 48000) {
        points.push_back({.timeS = t,
                          .cents = 12 * std::sin(2 * M_PI * 6 * t),
                          .sigmaCents = 0.05,
                          .confidence = 1,
                          .windowS = isShown ? 0.05 : 0.3});
      }
      const core::PlayedNote note = core::describeNote(points, e2, 0, 2);
      QCOMPARE(note.vibrato.has_value(), isShown);
      near(note.meanCents, 0, 0.3, "mean");
    }
  }

  void oneReadingIsEnoughToDescribe() {
    const core::TunedNote a4 = core::Tuning().key(69).value();
    const core::NotePoint point{.timeS = 1, .cents = 3, .sigmaCents = 0.1, .confidence = 0.9, .windowS = 0.04};
    const core::PlayedNote note = core::describeNote({&point, 1}, a4, 0.98, 1.01);
    QCOMPARE(note.meanCents, 3.0);
    QCOMPARE(note.contourCents.size(), std::size_t{1});
    QCOMPARE(note.inTuneS(5), note.lengthS);
  }

 private:
  static void seeds() {
    QTest::addColumn<quint64>("seed");
    for (quint64 seed = 1; seed <= 4; ++seed) QTest::addRow("seed %d", int(seed)) << seed;
  }
};

QTEST_GUILESS_MAIN(PlayedNoteTests)
#include "playednote_tests.moc"
