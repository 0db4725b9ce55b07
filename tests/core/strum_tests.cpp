// SPDX-License-Identifier: GPL-3.0-or-later
// Strums of all strings, made by models that are independent of the meter's own.
#include "core/strum/stringlaw.h"
#include "core/strum/stringset.h"
#include "support/allocationcounter.h"
#include "support/strumreadings.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace tunescope;

namespace {

const std::vector<double> kGuitar = test::targetsOf(core::strumKeys("guitar"));
const std::vector<double> kBass = test::targetsOf(core::strumKeys("bass"));

// The strings in the reading 600 ms after the last string.
struct Count {
  int strings = 0;
  int named = 0;  // heard, within half a semitone
  int withinACent = 0;
  int within2Sigma = 0;
  int ghosts = 0;
};

void add(Count& count, const test::Strum& strum, const core::StrumPitches& pitches) {
  for (std::size_t s = 0; s < strum.hertz.size(); ++s) {
    const core::StrummedPitch& pitch = pitches.strings[s];
    if (strum.hertz[s] == 0) {
      count.ghosts += pitch.hertz.has_value();
      continue;
    }
    ++count.strings;
    if (!pitch.hertz) continue;
    const double error = std::abs(test::cents(*pitch.hertz, strum.hertz[s]));
    count.named += error < 50;
    count.withinACent += error < 1;
    count.within2Sigma += error < 2 * pitch.sigmaCents;
  }
}

Count countOf(const std::vector<test::StrumSpec>& specs, const std::vector<double>& targetsHz) {
  Count count;
  for (const test::StrumSpec& spec : specs) {
    const test::Strum strum = test::makeStrum(spec);
    const auto readings = test::readStrum(strum.samples, spec.sampleRateHz, targetsHz);
    add(count, strum, test::readingAt(readings, strum.lastS + 0.6).value_or(core::StrumPitches{}));
  }
  return count;
}

std::vector<test::StrumSpec> strums(const std::vector<double>& targetsHz, std::uint64_t firstSeed, int count) {
  std::vector<test::StrumSpec> specs;
  for (int i = 0; i < count; ++i) specs.push_back(test::randomStrum(targetsHz, firstSeed + static_cast<unsigned>(i)));
  return specs;
}

}  // namespace

class StrumTests : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void sixStringsOfAStrumAreReadWithinACent() {
    const Count count = countOf(strums(kGuitar, 100, 20), kGuitar);
    QCOMPARE(count.strings, 120);
    QCOMPARE(count.named, count.strings);
    QVERIFY2(count.withinACent >= 0.95 * count.strings, qPrintable(QString::number(count.withinACent)));
    QVERIFY2(count.within2Sigma >= 0.9 * count.strings, qPrintable(QString::number(count.within2Sigma)));
  }

  void fourStringsOfABassAreReadWithinACent() {
    const Count count = countOf(strums(kBass, 200, 8), kBass);
    QCOMPARE(count.named, count.strings);
    QVERIFY2(count.withinACent >= 0.95 * count.strings, qPrintable(QString::number(count.withinACent)));
  }

  void aReadingComesWithin350MillisecondsAndIsRefinedForASecond() {
    for (const test::StrumSpec& spec : strums(kGuitar, 300, 4)) {
      const test::Strum strum = test::makeStrum(spec);
      const auto readings = test::readStrum(strum.samples, spec.sampleRateHz, kGuitar);
      QVERIFY(!readings.empty());
      QVERIFY(readings.front().availableS <= strum.lastS + 0.35);
      QVERIFY(readings.size() >= 4);
      QVERIFY(readings.back().pitches.isFinal);
      QVERIFY(readings.back().availableS <= strum.lastS + 1.02);
    }
  }

  void aMutedStringIsMissing() {
    std::vector<test::StrumSpec> specs = strums(kGuitar, 400, 12);
    for (std::size_t i = 0; i < specs.size(); ++i) specs[i].strings[i % 6].isMuted = true;
    const Count count = countOf(specs, kGuitar);
    QCOMPARE(count.ghosts, 0);
    QCOMPARE(count.named, count.strings);
  }

  void aSinglePluckedStringIsOneString() {
    std::vector<test::StrumSpec> specs = strums(kGuitar, 500, 12);
    for (std::size_t i = 0; i < specs.size(); ++i) {
      for (std::size_t s = 0; s < 6; ++s) specs[i].strings[s].isMuted = s != i % 6;
    }
    const Count count = countOf(specs, kGuitar);
    QCOMPARE(count.strings, 12);
    QCOMPARE(count.ghosts, 0);
    QCOMPARE(count.named, count.strings);
  }

  // Offsets in cents of partials that are all known to 0.02 cents.
  static core::LawCorrection correctionOf(const std::vector<double>& cents) {
    const double cent = std::log(2.0) / 1200;
    std::vector<core::PartialOffset> partials;
    for (const double offset : cents)
      partials.push_back({static_cast<int>(partials.size()) + 1, offset * cent, 4e-4 * cent * cent});
    core::LawCorrection correction = core::correctLaw(partials, core::kUsualB);
    correction.offset /= cent;
    correction.variance /= cent * cent;
    return correction;
  }

  void partialsThatStrayFromTheLawMakeSigmaLarger() {
    const core::LawCorrection exact = correctionOf({1, 1, 1, 1, 1, 1, 1, 1});
    const core::LawCorrection strayed = correctionOf({3, -1, 2.5, 0, 2, -0.5, 2.5, -1});
    QVERIFY(std::abs(exact.offset - 1) < 0.1);
    QVERIFY(std::abs(strayed.offset - 1) < 1.5);
    QVERIFY2(std::sqrt(exact.variance) < 0.5, qPrintable(QString::number(exact.variance)));
    QVERIFY2(strayed.variance > 4 * exact.variance, qPrintable(QString::number(strayed.variance)));
    QVERIFY(strayed.stray > 3 * exact.stray);
    // Two that agree prove less than eight.
    QVERIFY(correctionOf({1, 1}).variance > 2 * exact.variance);
  }

  void guitarsAndBassesWhoseStringsSoundOneByOneAreStrummed() {
    QCOMPARE(core::strumKeys("guitar"), (std::vector<int>{40, 45, 50, 55, 59, 64}));
    QCOMPARE(core::strumKeys("bass-5").size(), std::size_t{5});
    for (const char* id : {"guitar-12", "ukulele", "bass-clarinet", "balalaika-bass", "kazoo", ""})
      QVERIFY2(core::strumKeys(id).empty(), id);
    for (const core::Instrument* instrument : core::strumInstruments())
      QVERIFY(core::strumKeys(*instrument).size() >= 4);
  }

  void noiseAndSilenceHaveNoStrings() {
    for (const double sigma : {0.0, 0.01, 0.1}) {
      std::vector<float> samples(96000);
      test::Random random(7);
      test::addWhiteNoise(std::span(samples).subspan(20000), sigma, random);
      QVERIFY(test::readStrum(samples, 48000, kGuitar).empty());
    }
  }

  void everySampleRateReadsTheSame_data() {
    QTest::addColumn<double>("rateHz");
    for (const double rateHz : {8000.0, 22050.0, 44100.0, 96000.0, 192000.0}) QTest::addRow("%g Hz", rateHz) << rateHz;
  }

  void everySampleRateReadsTheSame() {
    QFETCH(double, rateHz);
    std::vector<test::StrumSpec> specs = strums(kGuitar, 600, 2);
    for (test::StrumSpec& spec : specs) {
      spec.sampleRateHz = rateHz;
      spec.kind = test::StringKind::Modal;
    }
    const Count count = countOf(specs, kGuitar);
    QCOMPARE(count.named, count.strings);
    QVERIFY2(count.withinACent >= 10, qPrintable(QString::number(count.withinACent)));
  }

  void theTargetsFollowThePitchStandard() {
    const std::vector<double> low = test::targetsOf(core::strumKeys("guitar"), 415);
    const Count count = countOf(strums(low, 700, 2), low);
    QCOMPARE(count.withinACent, count.strings);
  }

  void aNextStrumIsMeasuredByItself() {
    test::StrumSpec spec = test::randomStrum(kGuitar, 800);
    spec.seconds = 0.9;  // the next attack comes before the last reading
    const test::Strum first = test::makeStrum(spec);
    spec = test::randomStrum(kGuitar, 802);
    const test::Strum second = test::makeStrum(spec);
    std::vector<float> samples = first.samples;
    samples.insert(samples.end(), second.samples.begin(), second.samples.end());
    const auto readings = test::readStrum(samples, spec.sampleRateHz, kGuitar);
    Count count;
    add(count, first, test::readingAt(readings, 0.9).value_or(core::StrumPitches{}));
    add(count, second, test::readingAt(readings, 10).value_or(core::StrumPitches{}));
    QCOMPARE(count.withinACent, 12);
  }

  void whatIsNoNumberIsNoHarm() {
    std::vector<float> samples = test::makeStrum(test::randomStrum(kGuitar, 900)).samples;
    samples[12000] = std::numeric_limits<float>::quiet_NaN();
    samples[22000] = std::numeric_limits<float>::infinity();
    for (const test::TimedPitches& reading : test::readStrum(samples, 48000, kGuitar)) {
      for (const core::StrummedPitch& pitch : reading.pitches.strings)
        QVERIFY(!pitch.hertz || (std::isfinite(*pitch.hertz) && std::isfinite(pitch.sigmaCents)));
    }
  }

  void aHopAllocatesNothing() {
    if (!test::AllocationCounter::isWorking()) QSKIP("allocations cannot be counted here");
    const test::Strum strum = test::makeStrum(test::randomStrum(kGuitar, 1000));
    core::StrumMeter meter(48000, 512, kGuitar);
    const test::AllocationCounter counter;
    for (std::size_t i = 0; i + 512 <= strum.samples.size(); i += 512)
      meter.process(std::span(strum.samples).subspan(i, 512));
    QCOMPARE(counter.touched(), std::uint64_t{0});
  }
};

QTEST_APPLESS_MAIN(StrumTests)
#include "strum_tests.moc"
