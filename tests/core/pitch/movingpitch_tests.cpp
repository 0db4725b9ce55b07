// SPDX-License-Identifier: GPL-3.0-or-later
// Pitches that change during the sound: legato, vibrato, glides, and the components that follow them.
#include "benchmarks/accuracy/moresignals.h"
#include "core/pitch/fit/stiffness.h"
#include "core/pitch/pitchengine.h"
#include "core/pitch/search/multiratehistory.h"
#include "core/pitch/search/periodwatch.h"
#include "core/pitch/track/pitchpath.h"
#include "support/signals.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

using namespace tunescope;

namespace {

constexpr double kRateHz = 48000;
constexpr double kHopS = 512 / kRateHz;

std::vector<core::PitchReading> readingsOf(const test::MovingTone& tone) {
  core::PitchEngine engine({.sampleRateHz = kRateHz});
  const std::size_t hop = engine.hopFrames();
  std::vector<core::PitchReading> readings;
  for (std::size_t i = 0; i + hop <= tone.samples.size(); i += hop)
    readings.push_back(engine.process(std::span(tone.samples).subspan(i, hop)));
  return readings;
}

// Share of the readings right, from 30 ms (or two periods) after a step until 100 ms before the next.
double shareRight(const std::vector<double>& hertz, double snrDb, std::uint64_t seed = 3) {
  constexpr double kNoteS = 0.4;
  int right = 0;
  int all = 0;
  for (const core::PitchReading& r : readingsOf(test::makeLegato(hertz, kNoteS, snrDb, seed))) {
    const auto note = static_cast<std::size_t>(r.availableS / kNoteS);
    const double since = r.availableS - static_cast<double>(note) * kNoteS;
    if (note >= hertz.size() || since < std::max(0.03, 2 / hertz[note]) || since > kNoteS - 0.1) continue;
    ++all;
    right += r.isVoiced() && std::abs(test::cents(*r.hertz, hertz[note])) < 50;
  }
  return static_cast<double>(right) / all;
}

// Share of the readings of some tones whose error is within two of their standard deviations. make: a tone of that
// pitch.
template <class Make>
double shareWithinTwoSigma(Make make) {
  int within = 0;
  int all = 0;
  for (const double hertz : {82.41, 110.0, 146.83, 196.0, 220.0, 329.63, 440.0, 659.26, 880.0, 1318.5}) {
    const test::MovingTone tone = make(hertz);
    for (const core::PitchReading& r : readingsOf(tone)) {
      if (r.availableS < 0.7 || !r.isVoiced()) continue;
      ++all;
      within += std::abs(test::cents(*r.hertz, tone.hertzAt(r.timeS))) < 2 * *r.sigmaCents;
    }
  }
  return static_cast<double>(within) / all;
}

}  // namespace

class MovingPitchTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aNewNoteWithoutAnAttackIsShownWithin30Milliseconds() {
    QVERIFY(shareRight({220, 246.94, 261.63, 293.66, 329.63, 349.23, 392, 440}, 50) > 0.995);
    QVERIFY(shareRight({440, 554.37, 659.25, 440, 330, 494, 392, 587}, 50) > 0.995);
    QVERIFY(shareRight({440, 493.9, 440, 392, 440}, 20) > 0.99);
  }

  void soIsALowOneWithinTwoPeriods() {
    double sum = 0;
    for (const std::uint64_t seed : {3, 4, 5, 6})
      sum += shareRight({41.2, 46.25, 51.91, 55, 61.74, 69.3, 77.78, 82.41}, 50, seed);
    QVERIFY2(sum / 4 > 0.995, qPrintable(QString::number(sum / 4)));
  }

  void jumpsOfAnOctaveAreShownWithin30Milliseconds() {
    QVERIFY(shareRight({220, 440, 220, 880, 440, 110, 220, 440}, 50) > 0.995);
  }

  void vibratoKeepsItsExtent() {
    for (const double hertz : {110.0, 440.0}) {
      const test::MovingTone tone = test::makeVibrato(hertz, 50, 5.5, 2, 50, 3);
      double low = 0;
      double high = 0;
      double worst = 0;
      for (const core::PitchReading& r : readingsOf(tone)) {
        if (r.availableS < 0.5) continue;
        QVERIFY(r.isVoiced());
        const double c = test::cents(*r.hertz, hertz);
        low = std::min(low, c);
        high = std::max(high, c);
        worst = std::max(worst, std::abs(test::cents(*r.hertz, tone.hertzAt(r.timeS))));
      }
      QVERIFY2(high - low > 95, QByteArray::number(high - low));
      QVERIFY2(worst < 4, QByteArray::number(worst));
    }
  }

  // It begins without an attack.
  void vibratoOverTheMainsIsNoHum() {
    for (const double hertz : {98.0, 100.0, 101.5, 118.0, 120.0, 122.0}) {
      int read = 0;
      int all = 0;
      for (const core::PitchReading& r : readingsOf(test::makeVibrato(hertz, 50, 5.5, 3, 50, 3))) {
        if (r.availableS < 0.4) continue;
        ++all;
        read += r.isVoiced() && std::abs(test::cents(*r.hertz, hertz)) < 60;
      }
      QVERIFY2(read > 0.99 * all, qPrintable(QStringLiteral("%1 Hz: %2 of %3").arg(hertz).arg(read).arg(all)));
    }
  }

  void theStatedSigmaHoldsWithVibrato_data() {
    QTest::addColumn<double>("extentCents");
    QTest::addColumn<double>("rateHz");
    QTest::addColumn<double>("snrDb");
    for (const double extent : {20.0, 50.0}) {
      for (const double snr : {50.0, 30.0}) QTest::addRow("%g cents, %g dB", extent, snr) << extent << 5.5 << snr;
    }
    QTest::addRow("slow and narrow") << 30.0 << 4.5 << 40.0;
    QTest::addRow("fast") << 40.0 << 6.5 << 40.0;
  }
  void theStatedSigmaHoldsWithVibrato() {
    QFETCH(const double, extentCents);
    QFETCH(const double, rateHz);
    QFETCH(const double, snrDb);
    const double share =
        shareWithinTwoSigma([&](double hertz) { return test::makeVibrato(hertz, extentCents, rateHz, 2, snrDb, 3); });
    QVERIFY2(share > 0.92 && share < 0.995, QByteArray::number(share));
  }
  void theStatedSigmaHoldsInAGlide() {
    for (const double slope : {100.0, 400.0, 1000.0, -300.0}) {
      const double share = shareWithinTwoSigma([&](double hertz) { return test::makeGlide(hertz, slope, 2, 50, 3); });
      QVERIFY2(share > 0.93, QByteArray::number(slope) + ": " + QByteArray::number(share));
    }
  }

  void aGlideIsReadAtItsStatedTime() {
    const test::MovingTone tone = test::makeGlide(440, 200, 2, 50, 3);
    for (const core::PitchReading& r : readingsOf(tone)) {
      if (r.timeS < 0.7 || !r.isVoiced()) continue;
      const double error = test::cents(*r.hertz, tone.hertzAt(r.timeS));
      QVERIFY2(std::abs(error) < 0.5, QByteArray::number(error));
    }
  }

  void theWatchSeesWhereTheOldNoteEnded() {
    // The note changes at 0.4 s, in the middle of a hop.
    const test::MovingTone tone = test::makeLegato({220, 247}, 0.4, 50, 1);
    const core::RateLadder ladder(kRateHz);
    core::MultirateHistory history(ladder, 4096);
    core::PeriodWatch watch;
    std::optional<double> brokenAt;
    for (std::size_t i = 0; i + 512 <= tone.samples.size() && !brokenAt; i += 512) {
      history.push(std::span(tone.samples).subspan(i, 512));
      const auto ago = watch.process(history, 0, kRateHz, 220);
      if (ago && i > 8192) brokenAt = static_cast<double>(i + 512) / kRateHz - *ago;
    }
    QVERIFY(brokenAt.has_value());
    QVERIFY2(std::abs(*brokenAt - 0.4) < 0.005, QByteArray::number(*brokenAt));
  }

  void theWatchKeepsStillInNoise() {
    const test::Tone tone = test::makeTone({.family = test::Family::Saw, .hertz = 220, .seconds = 4, .snrDb = 5});
    const core::RateLadder ladder(kRateHz);
    core::MultirateHistory history(ladder, 4096);
    core::PeriodWatch watch;
    int breaks = 0;
    for (std::size_t i = 0; i + 512 <= tone.samples.size(); i += 512) {
      history.push(std::span(tone.samples).subspan(i, 512));
      breaks += i > 8192 && watch.process(history, 0, kRateHz, tone.hertz);
    }
    QCOMPARE(breaks, 0);
  }

  void aSteadyPitchDoesNotMoveAndANoisyOneNeither() {
    core::PitchPath path(kHopS);
    test::Random random(5);
    for (int i = 0; i < 200; ++i) {
      path.add(440 * std::pow(2, 0.01 * random.gaussian() / 1200), 0.01);
      QVERIFY(!path.isMoving());
    }
    path.reset();
    for (int i = 0; i < 200; ++i) {
      path.add(440 * std::pow(2, 3 * random.gaussian() / 1200), 3);
      QVERIFY(!path.isMoving());
    }
  }

  void aGlideMovesUntilATenthOfASecondAfterItsEnd() {
    core::PitchPath path(kHopS);
    double cents = 0;
    for (int i = 0; i < 10; ++i) path.add(440 * std::pow(2, (cents += 1) / 1200), 0.1);
    QVERIFY(path.isMoving());
    int hops = 0;
    while (path.isMoving() && ++hops < 100) path.add(440 * std::pow(2, cents / 1200), 0.1);
    QVERIFY2(hops > 3 && hops <= 10, QByteArray::number(hops));
  }

  void stiffnessIsNothingUntilItIsSure() {
    core::NoteStiffness note;
    QCOMPARE(note.value().b, 0.0);
    note.add({.b = 1e-4, .sigma = 1e-4}, 8);
    QCOMPARE(note.value().b, 0.0);
    for (int i = 0; i < 10; ++i) note.add({.b = 1e-4, .sigma = 5e-6}, 8);
    QVERIFY(std::abs(note.value().b - 1e-4) < 1e-6);
    QVERIFY(note.value().sigma > 0);
  }

  void longWindowsOverruleShortOnes() {
    core::NoteStiffness note;
    for (int i = 0; i < 5; ++i) note.add({.b = 1e-3, .sigma = 1e-4}, 8);
    note.add({.b = 1e-4, .sigma = 1e-6}, 8);
    QVERIFY2(std::abs(note.value().b - 1e-4) < 1e-5, QByteArray::number(note.value().b));
  }
};

QTEST_APPLESS_MAIN(MovingPitchTests)
#include "movingpitch_tests.moc"
