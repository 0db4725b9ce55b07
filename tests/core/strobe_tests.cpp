// SPDX-License-Identifier: GPL-3.0-or-later
// The rings of the strobe turn by the phase of the sound: as fast as its frequency says, by no other amount, and
// without contrast where there is only noise.
#include "core/strobe/strobephase.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

using namespace tunescope::core;

namespace {

constexpr double kRateHz = 48000;
constexpr std::size_t kHop = 512;

struct Tone {
  double hertz = 440;
  double inharmonicity = 0;
  double noise = 0;            // standard deviation of white noise; each partial has an amplitude of 0.2
  double pitchErrorCents = 0;  // of the pitch given to the strobe
  std::vector<int> partials = {1, 2, 3, 4, 7, 8, 9};
};

double partialHz(const Tone& tone, int n) {
  const double b = tone.inharmonicity;
  return n * tone.hertz * std::sqrt((1 + b * n * n) / (1 + b));
}

// Plays it from startS on and returns the readings' last one; each: called after each hop.
void play(
    StrobePhase& strobe, const Tone& tone, double startS, double seconds, const std::function<void()>& each = [] {}) {
  std::mt19937 random(3);
  std::normal_distribution<double> noise(0, 1);
  const double told = tone.hertz * std::exp2(tone.pitchErrorCents / 1200);
  std::vector<float> hop(kHop);
  const auto first = std::llround(startS * kRateHz / kHop);
  for (auto index = first; index < first + std::llround(seconds * kRateHz / kHop); ++index) {
    for (std::size_t i = 0; i < kHop; ++i) {
      const double t = (static_cast<double>(index) * kHop + static_cast<double>(i)) / kRateHz;
      double value = tone.noise * noise(random);
      for (const int n : tone.partials) {
        const double cycles = partialHz(tone, n) * t;
        value += 0.2 * std::sin(2 * M_PI * (cycles - std::floor(cycles)) + n);
      }
      hop[i] = static_cast<float>(value);
    }
    strobe.process(hop, static_cast<double>((index + 1) * static_cast<long long>(kHop)) / kRateHz, told,
                   tone.inharmonicity);
    each();
  }
}

}  // namespace

class StrobeTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Over ten seconds, to 0.1 cent and to what 20 dB of noise allow far below it.
  void eachRingTurnsAsItsFrequencySays_data() {
    QTest::addColumn<double>("targetHz");
    QTest::addColumn<double>("cents");
    for (const double target : {41.203, 440.0, 1760.0}) {
      for (const double cents : {-50.0, -0.1, 0.0, 3.0, 50.0}) {
        QTest::addRow("%g Hz, %g cents", target, cents) << target << cents;
      }
    }
  }
  void eachRingTurnsAsItsFrequencySays() {
    QFETCH(double, targetHz);
    QFETCH(double, cents);
    StrobePhase strobe(kRateHz);
    strobe.setTarget(targetHz);
    const Tone tone{.hertz = targetHz * std::exp2(cents / 1200), .noise = 0.002};
    play(strobe, tone, 0, 0.5);
    const StrobeReading before = strobe.reading();
    play(strobe, tone, std::llround(0.5 * kRateHz / kHop) * kHop / kRateHz, 10);
    const StrobeReading after = strobe.reading();
    for (std::size_t i = 0; i < after.rings.size(); ++i) {
      const double n = after.rings[i].partial;
      const double turnsPerS = (after.rings[i].turns - before.rings[i].turns) / (after.timeS - before.timeS);
      const double measured = 1200 * std::log2(1 + turnsPerS / (n * targetHz));
      QVERIFY2(std::abs(measured - cents) < 0.01, qPrintable(QStringLiteral("ring %1: %2").arg(n).arg(measured)));
      QVERIFY2(after.rings[i].contrast > 0.9, qPrintable(QStringLiteral("ring %1: contrast").arg(n)));
    }
  }

  // The pitch given to the strobe only helps to unwrap: its errors do not add up.
  void errorsOfThePitchDoNotAddUp() {
    StrobePhase strobe(kRateHz);
    strobe.setTarget(440);
    play(strobe, {.hertz = 440, .pitchErrorCents = 2}, 0, 20);
    for (const StrobeRing& ring : strobe.reading().rings) {
      QVERIFY2(std::abs(ring.turns) < 0.02, qPrintable(QString::number(ring.turns)));
    }
  }

  // After an hour of lost and heard samples the exact target stands where it stood.
  void theTargetStandsStillOverAnHourWithGaps() {
    StrobePhase strobe(kRateHz);
    strobe.setTarget(329.6275569);
    const Tone tone{.hertz = 329.6275569};
    play(strobe, tone, 0, 1);
    const StrobeReading before = strobe.reading();
    for (const double startS : {10.24, 1024.0, 3584.0}) {
      strobe.gap();
      play(strobe, tone, startS, 1);
      for (std::size_t i = 0; i < before.rings.size(); ++i) {
        QVERIFY(std::abs(strobe.reading().rings[i].turns - before.rings[i].turns) < 0.01);
      }
    }
  }

  void aStiffStringsUpperRingsCreepSharp() {
    StrobePhase strobe(kRateHz);
    strobe.setTarget(110);
    const Tone tone{.hertz = 110, .inharmonicity = 2e-4};
    play(strobe, tone, 0, 5);
    const auto& rings = strobe.reading().rings;
    QVERIFY(std::abs(rings[0].turns) < 0.01);
    for (const std::size_t i : {1U, 2U, 3U}) {
      const double expected = partialHz(tone, rings[i].partial) - rings[i].partial * 110.0;
      QVERIFY2(std::abs(rings[i].turnsPerS / expected - 1) < 0.01, qPrintable(QString::number(rings[i].turnsPerS)));
    }
  }

  void noiseHasNoContrast() {
    StrobePhase strobe(kRateHz);
    strobe.setTarget(440);
    double sum = 0;
    int count = 0;
    play(strobe, {.hertz = 440, .noise = 0.2, .partials = {}}, 0, 10, [&] {
      for (const StrobeRing& ring : strobe.reading().rings) sum += ring.contrast;
      count += 4;
    });
    QVERIFY2(sum / count < 0.1, qPrintable(QString::number(sum / count)));
  }

  void aPureToneHasOneRing() {
    StrobePhase strobe(kRateHz);
    strobe.setTarget(220);
    play(strobe, {.hertz = 220, .noise = 0.0014, .partials = {1}}, 0, 2);  // 40 dB
    QVERIFY(strobe.reading().rings[0].contrast > 0.95);
    for (const std::size_t i : {1U, 2U, 3U}) QVERIFY(strobe.reading().rings[i].contrast < 0.5);
  }

  void anEndedNoteFadesAndStandsStill() {
    StrobePhase strobe(kRateHz);
    strobe.setTarget(440);
    play(strobe, {.hertz = 441}, 0, 1);
    const double turns = strobe.reading().rings[0].turns;
    const std::vector<float> silence(kHop);
    for (int i = 1; i < 30; ++i) strobe.process(silence, 1 + i * kHop / kRateHz, std::nullopt, std::nullopt);
    QVERIFY(strobe.reading().rings[0].contrast < 0.01);
    QCOMPARE(strobe.reading().rings[0].turns, turns);
  }
};

QTEST_APPLESS_MAIN(StrobeTests)
#include "strobe_tests.moc"
