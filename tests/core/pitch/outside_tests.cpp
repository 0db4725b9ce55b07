// SPDX-License-Identifier: GPL-3.0-or-later
// Loud signals outside the searched range of pitches: rumble and wind below it, whistles above it.
#include "core/pitch/pitchengine.h"
#include "support/allocationcounter.h"
#include "support/signals.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

using namespace tunescope;
using test::Family;

namespace {

constexpr double kRateHz = 48000;
constexpr double kFromS = 0.3;
constexpr std::uint64_t kSeed = 35;

double powerOf(std::span<const float> samples) {
  double sum = 0;
  for (const float x : samples) sum += static_cast<double>(x) * x;
  return sum / static_cast<double>(samples.size());
}

// Adds a signal that many decibels above the present one.
void addOver(std::vector<float>& samples, std::span<const float> other, double db) {
  const double gain = std::sqrt(powerOf(samples) / powerOf(other)) * std::pow(10, db / 20);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += static_cast<float>(gain * other[i]);
}

std::vector<float> sine(std::size_t frames, double hertz) {
  std::vector<float> samples(frames);
  for (std::size_t i = 0; i < frames; ++i)
    samples[i] = static_cast<float>(std::sin(2 * std::numbers::pi * hertz / kRateHz * static_cast<double>(i) + 1));
  return samples;
}

// Noise that falls by 24 dB an octave from hertz on, as rumble does, and wind on a microphone.
std::vector<float> rumble(std::size_t frames, double hertz) {
  std::vector<float> samples = test::whiteNoise(frames, 1, kSeed);
  const double share = 1 - std::exp(-2 * std::numbers::pi * hertz / kRateHz);
  for (int pass = 0; pass < 4; ++pass) {
    double state = 0;
    for (float& x : samples) x = static_cast<float>(state += share * (x - state));
  }
  return samples;
}

struct Outcome {
  int hops = 0;
  int near = 0;           // within 50 cents
  int surelyWrong = 0;    // confident, but of another note
  double rmsCents = 0;    // of those near
  double sigmaCents = 0;  // as stated, rms
  double nearShare() const { return static_cast<double>(near) / hops; }
};

Outcome read(std::span<const float> samples, double hertz, double maxHz = 5000) {
  core::PitchEngine engine({.sampleRateHz = kRateHz, .maxHz = maxHz});
  Outcome outcome;
  for (; samples.size() >= engine.hopFrames(); samples = samples.subspan(engine.hopFrames())) {
    const core::PitchReading reading = engine.process(samples.first(engine.hopFrames()));
    if (reading.availableS < kFromS) continue;
    ++outcome.hops;
    if (!reading.hertz) continue;
    const double error = test::cents(*reading.hertz, hertz);
    if (std::abs(error) > 100 && reading.confidence > 0.5) ++outcome.surelyWrong;
    if (std::abs(error) > 50) continue;
    ++outcome.near;
    outcome.rmsCents += error * error;
    outcome.sigmaCents += *reading.sigmaCents * *reading.sigmaCents;
  }
  outcome.rmsCents = std::sqrt(outcome.rmsCents / outcome.near);
  outcome.sigmaCents = std::sqrt(outcome.sigmaCents / outcome.near);
  return outcome;
}

std::vector<float> note(double hertz, Family family = Family::Saw, double snrDb = 60) {
  return test::makeTone({.family = family, .hertz = hertz, .seconds = 2, .snrDb = snrDb, .seed = kSeed}).samples;
}

}  // namespace

class OutsideTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aWhistleAboveTheRangeDoesNotHideTheNote_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("whistleHz");
    QTest::addColumn<double>("db");
    const auto row = [](double hertz, double whistleHz, double db) {
      QTest::addRow("%g Hz under %g Hz, %g dB", hertz, whistleHz, db) << hertz << whistleHz << db;
    };
    row(164.81, 6000, 10);
    row(164.81, 15625, 10);
    row(164.81, 14000, 15);
    row(110, 7333, 20);
    row(440, 5500, 5);
    row(440, 15734, 10);
    row(82.41, 5100, 10);
  }
  void aWhistleAboveTheRangeDoesNotHideTheNote() {
    QFETCH(const double, hertz);
    QFETCH(const double, whistleHz);
    QFETCH(const double, db);
    std::vector<float> samples = note(hertz);
    addOver(samples, sine(samples.size(), whistleHz), db);
    const Outcome outcome = read(samples, hertz);
    QVERIFY2(outcome.nearShare() > 0.99, QByteArray::number(outcome.nearShare()));
    QCOMPARE(outcome.surelyWrong, 0);
    QVERIFY2(outcome.rmsCents < 0.05, QByteArray::number(outcome.rmsCents));
  }

  void rumbleUnderTheRangeDoesNotHideTheNote_data() {
    QTest::addColumn<double>("hertz");
    QTest::addColumn<double>("rumbleHz");
    QTest::addColumn<double>("db");
    const auto row = [](double hertz, double rumbleHz, double db) {
      QTest::addRow("%g Hz, rumble from %g Hz, %g dB", hertz, rumbleHz, db) << hertz << rumbleHz << db;
    };
    row(164.81, 4, 20);
    row(82.41, 3, 15);
    row(440, 6, 20);
    row(1318.5, 6, 20);
  }
  void rumbleUnderTheRangeDoesNotHideTheNote() {
    QFETCH(const double, hertz);
    QFETCH(const double, rumbleHz);
    QFETCH(const double, db);
    std::vector<float> samples = note(hertz);
    addOver(samples, rumble(samples.size(), rumbleHz), db);
    const Outcome outcome = read(samples, hertz);
    QVERIFY2(outcome.nearShare() > 0.92,  // rises of the rumble look like attacks, which cost some hops
             QByteArray::number(outcome.nearShare()));
    QCOMPARE(outcome.surelyWrong, 0);
  }
  void aToneUnderTheRangeDoesNotHideTheNote() {
    for (const double low : {0.7, 11.0, 17.0}) {
      std::vector<float> samples = note(196);
      addOver(samples, sine(samples.size(), low), 10);
      const Outcome outcome = read(samples, 196);
      QVERIFY2(outcome.nearShare() > 0.99, QByteArray::number(low));
      QCOMPARE(outcome.surelyWrong, 0);
    }
  }

  // As accurate as without it: nothing is filtered.
  void theMeasurementIsNotBent() {
    const std::vector<float> alone = note(164.81, Family::Saw, 40);
    std::vector<float> samples = alone;
    addOver(samples, sine(samples.size(), 15625), 10);
    const Outcome clean = read(alone, 164.81);
    const Outcome whistled = read(samples, 164.81);
    QVERIFY2(whistled.rmsCents < 1.2 * clean.rmsCents, QByteArray::number(whistled.rmsCents / clean.rmsCents));
    QVERIFY2(whistled.sigmaCents < 1.2 * clean.sigmaCents, QByteArray::number(whistled.sigmaCents / clean.sigmaCents));
  }
  void partialsAboveTheRangeStillCount() {
    const std::vector<float> samples = note(164.81, Family::Saw, 40);
    const Outcome wide = read(samples, 164.81);
    const Outcome narrow = read(samples, 164.81, 250);
    QCOMPARE(narrow.rmsCents, wide.rmsCents);
    QCOMPARE(narrow.sigmaCents, wide.sigmaCents);
  }

  // Its first partial is in the very bins where the range begins.
  void aNoteAtTheEndOfTheRangeIsNotOutside() {
    const std::vector<float> samples =
        test::makeTone({.family = Family::Saw, .hertz = 16.4, .seconds = 2, .snrDb = 60, .seed = kSeed}).samples;
    core::PitchEngine engine({.sampleRateHz = kRateHz, .minHz = 16});
    int near = 0;
    int hops = 0;
    for (std::span<const float> rest = samples; rest.size() >= engine.hopFrames();
         rest = rest.subspan(engine.hopFrames())) {
      const core::PitchReading reading = engine.process(rest.first(engine.hopFrames()));
      if (reading.availableS < 2 * kFromS) continue;
      ++hops;
      near += reading.hertz && std::abs(test::cents(*reading.hertz, 16.4)) < 50 ? 1 : 0;
    }
    QVERIFY2(near > 0.95 * hops, QByteArray::number(near));
  }

  void whatIsOutsideAloneIsNoNote() {
    for (const double hertz : {18.0, 6000.0, 9100.0, 15625.0}) {
      std::vector<float> samples = sine(96000, hertz);
      test::Random random(kSeed);
      test::addWhiteNoise(samples, 0.001, random);
      const Outcome outcome = read(samples, hertz);
      QVERIFY2(outcome.near == 0 && outcome.surelyWrong == 0, QByteArray::number(hertz));
    }
  }

  void takingItOutAllocatesNothing() {
    if (!test::AllocationCounter::isWorking()) QSKIP("malloc belongs to the sanitizer here");
    std::vector<float> samples = note(110);
    addOver(samples, sine(samples.size(), 6000), 15);
    addOver(samples, rumble(samples.size(), 4), 15);
    core::PitchEngine engine({.sampleRateHz = kRateHz});
    const test::AllocationCounter counter;
    for (std::span<const float> rest = samples; rest.size() >= engine.hopFrames();
         rest = rest.subspan(engine.hopFrames()))
      engine.process(rest.first(engine.hopFrames()));
    QCOMPARE(counter.touched(), std::uint64_t{0});
  }
};

QTEST_APPLESS_MAIN(OutsideTests)
#include "outside_tests.moc"
