// SPDX-License-Identifier: GPL-3.0-or-later
// The samples of the reference tone: the right frequency, only the requested partials, and no click at
// start, stop and change, whatever is requested and when.
#include "core/tone/tonegenerator.h"

#include <QTest>

#include <cmath>
#include <complex>
#include <random>
#include <utility>
#include <vector>

using namespace tunescope::core;

namespace {

constexpr double kRateHz = 48000;
constexpr std::size_t kBlock = 480;
const double kLevel = std::pow(10.0, kMaxToneLevelDb / 20);

ToneWish note(double hertz, Timbre timbre = Timbre::Sine) {
  ToneWish wish{.timbre = timbre, .levelDb = kMaxToneLevelDb};
  wish.add(hertz);
  return wish;
}

// The left and the right channel of the next so many seconds.
struct Sound {
  std::vector<double> left, right;

  void append(ToneGenerator& generator, double seconds, std::size_t block = kBlock) {
    std::vector<float> frames(2 * block);
    for (auto rest = static_cast<std::size_t>(std::llround(seconds * kRateHz)); rest > 0;) {
      const std::size_t count = std::min(rest, block);
      generator.render(std::span(frames).first(2 * count));
      for (std::size_t i = 0; i < count; ++i) {
        left.push_back(frames[2 * i]);
        right.push_back(frames[2 * i + 1]);
      }
      rest -= count;
    }
  }
};

double maxStep(const std::vector<double>& x, std::size_t from = 0) {
  double step = from == 0 ? std::abs(x[0]) : 0;
  for (std::size_t i = from + 1; i < x.size(); ++i) step = std::max(step, std::abs(x[i] - x[i - 1]));
  return step;
}

double slope(double hertz) {
  return 2 * M_PI * hertz / kRateHz * kLevel;
}

// The largest step from one sample to the next that the requested tone itself can have.
double slopeOf(const ToneWish& wish) {
  double sum = wish.hasBeat() ? wish.beat.hertz * toneBeatGain(wish) : 0;
  for (const double hertz : wish.notes()) {
    const TonePartials partials = tonePartials(wish.timbre, hertz);
    for (std::size_t i = 0; i < partials.size(); ++i) {
      const double partialHz = hertz * static_cast<double>(i + 1);
      if (partialHz <= 0.45 * kRateHz) sum += partialHz * partials[i] * toneNoteGain(wish);
    }
  }
  return 2 * M_PI / kRateHz * sum;
}

// The complex amplitude of that frequency in a part of the sound, under a Hann window.
std::complex<double> amplitude(const std::vector<double>& x, double hertz, double fromS, double seconds) {
  const auto first = static_cast<std::size_t>(fromS * kRateHz);
  const auto count = static_cast<std::size_t>(seconds * kRateHz);
  std::complex<double> sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double cycles = static_cast<double>(first + i) * hertz / kRateHz;
    const double window = 1 - std::cos(2 * M_PI * static_cast<double>(i) / static_cast<double>(count));
    sum += window * x[first + i] * std::polar(1.0, -2 * M_PI * (cycles - std::floor(cycles)));
  }
  return 2.0 * sum / static_cast<double>(count);
}

double db(double ratio) {
  return 20 * std::log10(ratio);
}

}  // namespace

class ToneTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theFrequencyIsExact_data() {
    QTest::addColumn<double>("hertz");
    for (const double hertz : {27.5, 82.4068892282, 415.3, 440.123456, 4186.009}) {
      QTest::newRow(qPrintable(QString::number(hertz))) << hertz;
    }
  }
  void theFrequencyIsExact() {
    QFETCH(double, hertz);
    for (const Timbre timbre : {Timbre::Sine, Timbre::Strings, Timbre::Organ}) {
      ToneGenerator generator(kRateHz);
      generator.setWish(note(hertz, timbre));
      Sound sound;
      sound.append(generator, 10.5);
      const double turned = std::arg(amplitude(sound.left, hertz, 9, 1) / amplitude(sound.left, hertz, 1, 1));
      const double cents = 1200 * std::log2(1 + turned / (2 * M_PI * 8) / hertz);
      QVERIFY2(std::abs(cents) < 0.001, qPrintable(QString::number(cents)));
    }
  }

  // The error after an hour: the phase after a minute, compared with the closed form.
  void thePhaseDoesNotDrift() {
    ToneGenerator generator(kRateHz);
    generator.setWish(note(439.987));
    Sound sound;
    sound.append(generator, 60);
    double worst = 0;
    for (std::size_t i = sound.left.size() - 48000; i < sound.left.size(); ++i) {
      const double cycles = std::fmod(static_cast<double>(i) * 439.987, kRateHz) / kRateHz;
      worst = std::max(worst, std::abs(sound.left[i] - kLevel * std::sin(2 * M_PI * cycles)));
    }
    QVERIFY2(worst < 1e-7, qPrintable(QString::number(worst)));
  }

  void theSineHasNoHarmonics() {
    ToneGenerator generator(kRateHz);
    generator.setWish(note(997));
    Sound sound;
    sound.append(generator, 3);
    const double fundamental = std::abs(amplitude(sound.left, 997, 1, 1));
    QVERIFY(std::abs(db(fundamental) - kMaxToneLevelDb) < 0.001);
    for (int partial = 2; partial < 24; ++partial) {
      const double harmonic = db(std::abs(amplitude(sound.left, 997.0 * partial, 1, 1)) / fundamental);
      QVERIFY2(harmonic < -120, qPrintable(QString::number(harmonic)));
    }
  }

  void timbresAreTheirPartialsAndNoMore() {
    ToneGenerator generator(kRateHz);
    generator.setWish(note(220, Timbre::Organ));
    Sound sound;
    sound.append(generator, 3);
    const double first = std::abs(amplitude(sound.left, 220, 1, 1));
    const double wanted[] = {0, db(0.5), db(0.25), db(0.3)};
    for (int p = 1; p <= 4; ++p) {
      QVERIFY(std::abs(db(std::abs(amplitude(sound.left, 220.0 * p, 1, 1)) / first) - wanted[p - 1]) < 0.01);
    }
    QVERIFY(db(std::abs(amplitude(sound.left, 1100, 1, 1)) / first) < -120);

    // Of 4186 Hz, partials above 21.6 kHz would fold back: the sixth to 22.9 kHz, the seventh to 18.7 kHz.
    ToneGenerator high(kRateHz);
    high.setWish(note(4186, Timbre::Strings));
    Sound bright;
    bright.append(high, 3);
    QVERIFY(std::abs(amplitude(bright.left, 3 * 4186.0, 1, 1)) > 1e-4);
    for (const double folded : {kRateHz - 6 * 4186.0, kRateHz - 7 * 4186.0}) {
      QVERIFY(db(std::abs(amplitude(bright.left, folded, 1, 1))) < -120);
    }
  }

  void startAndStopDoNotClick_data() { theFrequencyIsExact_data(); }
  void startAndStopDoNotClick() {
    QFETCH(double, hertz);
    for (int moment = 0; moment < 40; ++moment) {  // of the period, at which it stops and starts again
      ToneGenerator generator(kRateHz);
      Sound sound;
      generator.setWish(note(hertz));
      sound.append(generator, 0.2 + moment * 0.0003);
      generator.setWish({.levelDb = kMaxToneLevelDb});
      sound.append(generator, moment % 2 == 0 ? 0.005 : 0.3);
      generator.setWish(note(hertz));
      sound.append(generator, 0.1);
      generator.setWish({});
      sound.append(generator, 0.3);
      const double worst = maxStep(sound.left);
      QVERIFY2(worst <= slope(hertz) * 1.02, qPrintable(QString::number(worst / slope(hertz))));
      QVERIFY(generator.isSilent());
      QCOMPARE(sound.left.back(), 0.0);
    }
  }

  // From one note to another, and back or to a third one at any moment while the first still fades: no step above the
  // slope of the steepest of them. 2 %: three periods of a gain along half a cosine add 1.4 % to a note's own slope.
  void aChangeOfPitchDoesNotClick_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<int>("timbre");
    for (const double hertz : {27.5, 82.4068892282, 440.0, 2093.0}) {
      for (const Timbre timbre : {Timbre::Sine, Timbre::Organ}) {
        QTest::addRow("%g Hz, timbre %d", hertz, int(timbre)) << hertz << int(timbre);
      }
    }
  }
  void aChangeOfPitchDoesNotClick() {
    QFETCH(double, hertz);
    QFETCH(int, timbre);
    std::mt19937 random(11);
    std::uniform_real_distribution<double> seconds(0.0003, 0.06);
    for (const double cents : {-2400.0, -100.0, -1.0, 2.0, 100.0, 700.0, 1900.0}) {
      const ToneWish one = note(hertz, Timbre(timbre)), other = note(hertz * std::exp2(cents / 1200), Timbre(timbre));
      const ToneWish third = note(hertz * std::exp2(-cents / 2400), Timbre(timbre));
      const double allowed = 1.02 * std::max({slopeOf(one), slopeOf(other), slopeOf(third)});
      ToneGenerator generator(kRateHz);
      Sound sound;
      for (int turn = 0; turn < 12; ++turn) {
        generator.setWish(one);
        sound.append(generator, 0.15 + seconds(random), 64);
        for (const ToneWish& wish : {other, turn % 2 == 0 ? one : third, other}) {
          generator.setWish(wish);
          sound.append(generator, seconds(random), 64);
        }
      }
      const double worst = maxStep(sound.left);
      QVERIFY2(worst <= allowed, qPrintable(QStringLiteral("%1 cents: %2").arg(cents).arg(1.02 * worst / allowed)));
    }
  }

  // Whatever is requested and how often: chords, levels, beats. A loud note is gone 160 ms after it was requested last:
  // three periods of the lowest one take 73 ms, and it may be requested again, quietly, while it fades.
  void changesDoNotClick() {
    constexpr auto kGone = static_cast<std::size_t>(0.16 * kRateHz);
    std::mt19937 random(7);
    std::uniform_real_distribution<double> keys(28, 60), seconds(0.0005, 0.08), levels(-60, kMaxToneLevelDb);
    ToneGenerator generator(kRateHz);
    Sound sound;
    std::vector<std::pair<std::size_t, double>> ends;  // of each wish, and its slope
    for (int change = 0; change < 400; ++change) {
      ToneWish wish{.levelDb = change % 3 == 0 ? levels(random) : kMaxToneLevelDb};
      for (int i = change % 5; i > 0; --i) wish.add(440 * std::exp2((std::round(keys(random)) - 69) / 12));
      if (change % 7 == 0) wish.beat = toneBeat(220, 20 - change % 40, false);
      generator.setWish(wish);
      sound.append(generator, seconds(random), 37);
      ends.emplace_back(sound.left.size(), slopeOf(wish));
    }
    std::size_t present = 0;
    for (std::size_t i = 1; i < sound.left.size(); ++i) {
      while (ends[present].first <= i) ++present;
      double allowed = ends[present].second;
      for (std::size_t past = present; past-- > 0 && ends[past].first + kGone > i;)
        allowed = std::max(allowed, ends[past].second);
      for (const auto* channel : {&sound.left, &sound.right}) {
        const double step = std::abs((*channel)[i] - (*channel)[i - 1]);
        QVERIFY2(step <= 1.02 * allowed + 1e-7, qPrintable(QString::number(step / allowed)));
        QVERIFY(std::abs((*channel)[i]) <= 1.5 * kLevel + 1e-6);
      }
    }
  }

  void aNoteThatStaysKeepsItsPhase() {
    ToneGenerator generator(kRateHz);
    generator.setWish(note(220));
    Sound sound;
    sound.append(generator, 1);
    ToneWish chord = note(220);
    chord.add(277.2);
    chord.add(329.6);
    generator.setWish(chord);
    sound.append(generator, 1);
    generator.setWish(note(220));
    sound.append(generator, 1);
    const double turned = std::arg(amplitude(sound.left, 220, 2.2, 0.5) / amplitude(sound.left, 220, 0.2, 0.5));
    QVERIFY(std::abs(turned) < 1e-4);
  }

  void aChordSharesTheLevel() {
    ToneWish chord{.timbre = Timbre::Strings, .levelDb = kMaxToneLevelDb};
    for (int i = 0; i < 20; ++i) chord.add(100.0 + i * 31.7);
    QCOMPARE(chord.count, kMaxToneNotes);
    chord.add(100);
    QCOMPARE(chord.count, kMaxToneNotes);
    ToneGenerator generator(kRateHz);
    generator.setWish(chord);
    Sound sound;
    sound.append(generator, 3);
    for (const double x : sound.left) QVERIFY(std::abs(x) <= kLevel);
    QCOMPARE(sound.left, sound.right);
  }

  void theSizeOfBlocksChangesNothing() {
    std::vector<Sound> sounds;
    for (const std::size_t block : {1U, 7U, 441U, 8192U}) {
      ToneGenerator generator(kRateHz);
      ToneWish wish = note(196, Timbre::Organ);
      wish.beat = toneBeat(196.5, -4, false);
      generator.setWish(wish);
      sounds.emplace_back().append(generator, 0.5, block);
      QCOMPARE(sounds.back().left, sounds.front().left);
      QCOMPARE(sounds.back().right, sounds.front().right);
    }
  }

  void silenceIsSoon() {
    ToneGenerator generator(kRateHz);
    QVERIFY(generator.isSilent());
    generator.setWish(note(440));
    QVERIFY(!generator.isSilent());
    Sound sound;
    sound.append(generator, 0.1);
    generator.setWish({});
    QVERIFY(!generator.isSilent());
    sound.append(generator, 0.04);
    QVERIFY(generator.isSilent());
    sound.append(generator, 0.1);
    QCOMPARE(maxStep(sound.left, sound.left.size() - 4800), 0.0);
  }

  void whatNobodyHearsIsLeftOut() {
    ToneWish wish;
    for (const double hertz : {0.0, -3.0, 7.9, 20001.0, std::nan(""), double(INFINITY)}) wish.add(hertz);
    QCOMPARE(wish.count, std::size_t(0));
    wish.beat = {.hertz = 1e-9};
    ToneGenerator generator(kRateHz);
    generator.setWish(wish);
    Sound sound;
    sound.append(generator, 0.1);
    QCOMPARE(maxStep(sound.left), 0.0);
    ToneWish loud = note(440);
    loud.levelDb = 40;
    QVERIFY(toneNoteGain(loud) <= kLevel);
  }

  void theBeatIsFlatOnTheLeftAndSharpOnTheRight() {
    const auto heard = [](double cents, bool isInTune) {
      ToneGenerator generator(kRateHz);
      ToneWish wish{.levelDb = kMaxToneLevelDb};
      wish.beat = toneBeat(440, cents, isInTune);
      generator.setWish(wish);
      Sound sound;
      sound.append(generator, 10);
      return sound;
    };
    const auto power = [](const std::vector<double>& x) {
      double sum = 0;
      for (const double each : x) sum += each * each;
      return sum / static_cast<double>(x.size());
    };
    const Sound flat = heard(-30, false), sharp = heard(30, false), little = heard(-3, false);
    QVERIFY(power(flat.left) > 1e-4 && power(flat.right) == 0);
    QVERIFY(power(sharp.right) > 1e-4 && power(sharp.left) == 0);
    QVERIFY(power(little.left) > power(little.right) && power(little.right) > 1e-4);
  }

  // How often it falls silent in ten seconds.
  void theBeatSlowsDownToNothing_data() {
    QTest::addColumn<double>("cents");
    QTest::addColumn<int>("beats");
    QTest::newRow("far") << 50.0 << 100;
    QTest::newRow("further") << 400.0 << 100;
    QTest::newRow("ten") << -10.0 << 20;
    QTest::newRow("two") << 2.0 << 4;
    QTest::newRow("none") << 0.0 << 0;
  }
  void theBeatSlowsDownToNothing() {
    QFETCH(double, cents);
    QFETCH(int, beats);
    ToneGenerator generator(kRateHz);
    ToneWish wish{.levelDb = kMaxToneLevelDb};
    wish.beat = toneBeat(440, cents, cents == 0);
    generator.setWish(wish);
    Sound sound;
    sound.append(generator, 10.05);
    int count = 0;
    bool wasLoud = true;
    for (std::size_t at = 2400; at + 240 < sound.left.size(); at += 240) {
      double peak = 0;
      for (std::size_t i = at; i < at + 240; ++i)
        peak = std::max({peak, std::abs(sound.left[i]), std::abs(sound.right[i])});
      const bool isLoud = peak > toneBeatGain(wish) * (wasLoud ? 0.3 : 0.7);
      if (wasLoud && !isLoud) ++count;
      wasLoud = isLoud;
    }
    QVERIFY2(std::abs(count - beats) <= 1, qPrintable(QString::number(count)));
    if (beats == 0) QVERIFY(std::abs(std::abs(amplitude(sound.left, 440, 1, 1)) - toneBeatGain(wish)) < 1e-6);
  }
};

QTEST_GUILESS_MAIN(ToneTests)
#include "tone_tests.moc"
