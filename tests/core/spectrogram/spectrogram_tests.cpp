// SPDX-License-Identifier: GPL-3.0-or-later
// The spectrogram's columns: a sine has its row and level, a click its column, in every mode and at every rate.
#include "core/spectrogram/spectrogram.h"
#include "support/allocationcounter.h"
#include "support/plaintest.h"

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace tunescope::core;
using tunescope::tests::runTest;
using Columns = std::vector<SpectrogramColumn>;
using Mode = SpectrogramMode;
using Detail = SpectrogramDetail;

constexpr std::size_t kBlock = 512;

Columns columnsOf(const SpectrogramSettings& settings, double rateHz, const std::vector<float>& samples,
                  double startS = 0) {
  Spectrogram spectrogram(settings, rateHz, kBlock);
  spectrogram.start(startS);
  Columns columns;
  SpectrogramColumn column;
  for (std::size_t done = 0; done < samples.size();) {
    const std::size_t count = std::min(done % 3 == 0 ? kBlock : kBlock - 165, samples.size() - done);  // odd ones too
    spectrogram.add(std::span(samples).subspan(done, count));
    done += count;
    while (spectrogram.take(column)) columns.push_back(column);
  }
  return columns;
}

std::vector<float> sine(double hertz, double amplitude, double rateHz, double seconds) {
  std::vector<float> samples(static_cast<std::size_t>(rateHz * seconds));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(i) / rateHz;
    samples[i] = static_cast<float>(amplitude * std::sin(phase));
  }
  return samples;
}

std::size_t highestRow(const SpectrogramColumn& column) {
  return static_cast<std::size_t>(std::ranges::max_element(column.levels) - column.levels.begin());
}

std::string where(double rateHz, double hertz, double found) {
  return std::to_string(rateHz) + " Hz, " + std::to_string(hertz) + " Hz: " + std::to_string(found);
}

// In the middle of a long tone, at many frequencies. db: how far the level may be off, rows: how far its row.
void checkSines(const SpectrogramSettings& settings, double rateHz, double lowestHz, double db, double rows) {
  for (double part = 0.003; part < 1; part += 0.037) {  // NOLINT(cert-flp30-c)
    const double hertz = lowestHz * std::pow(std::min(18000.0, 0.45 * rateHz) / lowestHz, part);
    const Columns columns = columnsOf(settings, rateHz, sine(hertz, 0.5, rateHz, 2.6));
    TS_CHECK(columns.size() > 40);
    const SpectrogramColumn& column = columns[38];
    const std::size_t row = highestRow(column);
    const double level = SpectrogramLevel::dbOf(column.levels[row]);
    TS_CHECK_DETAIL(std::abs(static_cast<double>(row) + 0.5 - SpectrogramRows::of(hertz)) <= rows + 0.5,
                    where(rateHz, hertz, static_cast<double>(row)));
    TS_CHECK_DETAIL(std::abs(level + 6.02) <= db, where(rateHz, hertz, level));
  }
}

void aSineHasItsRowAndItsLevel() {
  for (const double rateHz : {22050.0, 44100.0, 48000.0, 96000.0}) {
    checkSines({Mode::Octaves, Detail::Balanced}, rateHz, 80, 0.3, 1);
  }
  checkSines({Mode::Octaves, Detail::Fine}, 48000, 50, 0.3, 1);
  checkSines({Mode::Plain, Detail::Fine}, 48000, 200, 0.3, 1);
}

// Where rows are wider than bins, and where they are narrower.
void aSineBetweenTwoBinsHasItsLevel() {
  for (const double bin : {20.0, 50.0, 90.0, 160.0, 190.0, 500.0}) {
    for (int part = 0; part <= 20; ++part) {
      const double place = bin + part / 20.0;
      const double octave = place * 48000 / 512, plain = place * 48000 / 4096;
      for (const auto& [mode, hertz] : {std::pair{Mode::Octaves, octave}, std::pair{Mode::Plain, plain}}) {
        if (hertz > 20000) continue;
        const Columns columns = columnsOf({mode, Detail::Balanced}, 48000, sine(hertz, 0.5, 48000, 1.6));
        const double level = SpectrogramLevel::dbOf(columns[22].levels[highestRow(columns[22])]);
        TS_CHECK_DETAIL(std::abs(level + 6.02) <= 0.3, where(48000, hertz, level));
      }
    }
  }
}

void aReassignedSineHasOneRow() {
  for (const double rateHz : {44100.0, 48000.0}) checkSines({Mode::Reassigned, Detail::Balanced}, rateHz, 40, 0.8, 0);
  const double hertz = SpectrogramRows::hertzOf(200.5);
  const Columns columns = columnsOf({Mode::Reassigned, Detail::Balanced}, 48000, sine(hertz, 0.5, 48000, 2.6));
  for (std::size_t row = 0; row < SpectrogramRows::kCount; ++row) {
    if (row != 200) TS_CHECK_DETAIL(columns[38].levels[row] < 120, std::to_string(row));
  }
}

// The middle of what a click leaves in rows of one octave, weighted by power, and the highest level of it.
struct Trace {
  double middleS = 0;
  double highestDb = -200;
  double spreadS = 0;
};
Trace traceOf(const Columns& columns, double lowHz, double highHz) {
  double sum = 0, moment = 0, square = 0;
  Trace trace;
  for (const SpectrogramColumn& column : columns) {
    double power = 0;
    const auto end = static_cast<std::size_t>(SpectrogramRows::of(highHz));
    for (auto row = static_cast<std::size_t>(SpectrogramRows::of(lowHz)); row < end; ++row) {
      if (column.levels[row] <= 2) continue;  // the floor
      const double db = SpectrogramLevel::dbOf(column.levels[row]);
      power += std::pow(10, db / 10);
      trace.highestDb = std::max(trace.highestDb, db);
    }
    sum += power;
    moment += power * column.timeS;
    square += power * column.timeS * column.timeS;
  }
  trace.middleS = moment / sum;
  trace.spreadS = std::sqrt(std::max(0.0, square / sum - trace.middleS * trace.middleS));
  return trace;
}

void aClickLandsInItsColumnInEveryOctave() {
  for (const Mode mode : {Mode::Octaves, Mode::Plain, Mode::Reassigned}) {
    for (const double rateHz : {44100.0, 48000.0}) {
      for (const double clickS : {1.0, 1.2345, 1.5021, 1.777}) {
        std::vector<float> samples(static_cast<std::size_t>(3 * rateHz));
        const auto at = static_cast<std::size_t>(clickS * rateHz);
        samples[at] = 1;
        const Columns columns = columnsOf({mode, Detail::Balanced}, rateHz, samples, 7);
        const double expectedS = 7 + static_cast<double>(at) / rateHz;
        for (const double lowHz : {60.0, 160.0, 400.0, 1000.0, 2500.0, 5000.0, 12000.0}) {
          const double offS = traceOf(columns, lowHz, 1.4 * lowHz).middleS - expectedS;
          TS_CHECK_DETAIL(std::abs(offS) < 0.51 / Spectrogram::kColumnsPerS, where(rateHz, lowHz, offS));
        }
        // Where windows are shorter than a column, it is brightest in the column that holds it.
        std::size_t brightest = 0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
          if (columns[i].levels[440] > columns[brightest].levels[440]) brightest = i;
        }
        if (mode == Mode::Octaves) {
          TS_CHECK_DETAIL(std::abs(columns[brightest].timeS - expectedS) <= 0.51 / Spectrogram::kColumnsPerS,
                          std::to_string(columns[brightest].timeS - expectedS));
        }
      }
    }
  }
}

void noClickFallsBetweenTwoWindows() {
  double lowest = 200, highest = -200;
  for (int i = 0; i < 60; ++i) {
    std::vector<float> samples(96000);
    samples[static_cast<std::size_t>(48000 + i * 53)] = 1;
    const Trace trace = traceOf(columnsOf({Mode::Octaves, Detail::Balanced}, 48000, samples), 11000, 16000);
    lowest = std::min(lowest, trace.highestDb);
    highest = std::max(highest, trace.highestDb);
  }
  TS_CHECK_DETAIL(highest - lowest < 6, std::to_string(lowest) + " to " + std::to_string(highest));
}

// Also in the bass, where the windows are twenty columns long, a reassigned click is no wider than two columns.
void aReassignedClickIsSharpInEveryOctave() {
  for (const double clickS : {1.5, 1.5021, 1.5123, 1.5289}) {
    std::vector<float> samples(3 * 48000);
    samples[static_cast<std::size_t>(clickS * 48000)] = 1;
    const Columns columns = columnsOf({Mode::Reassigned, Detail::Balanced}, 48000, samples);
    for (const double lowHz : {60.0, 160.0, 400.0, 1000.0, 2500.0, 5000.0}) {
      const Trace trace = traceOf(columns, lowHz, 1.4 * lowHz);
      TS_CHECK_DETAIL(trace.spreadS < 0.6 / Spectrogram::kColumnsPerS, where(48000, lowHz, trace.spreadS));
      TS_CHECK_DETAIL(std::abs(trace.middleS - clickS) < 0.6 / Spectrogram::kColumnsPerS,
                      where(48000, lowHz, trace.middleS - clickS));
    }
  }
}

// An octave and a half a second, up and down: in each column the line is where it is at that instant.
void aReassignedGlideIsAtItsFrequencyAtEachInstant() {
  constexpr double kOctavesPerS = 1.5, kSeconds = 4;
  for (const double direction : {1.0, -1.0}) {
    const double fromHz = direction > 0 ? 120 : 7000;
    const double rate = direction * kOctavesPerS * std::numbers::ln2;
    std::vector<float> samples(static_cast<std::size_t>(kSeconds * 48000));
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double turns = fromHz * std::expm1(rate * static_cast<double>(i) / 48000) / rate;
      samples[i] = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * turns));
    }
    int checked = 0;
    for (const SpectrogramColumn& column : columnsOf({Mode::Reassigned, Detail::Balanced}, 48000, samples)) {
      if (column.timeS < 0.4 || column.timeS > kSeconds - 0.4) continue;
      const double row = SpectrogramRows::of(fromHz * std::exp(rate * column.timeS));
      const double off = static_cast<double>(highestRow(column)) + 0.5 - row;
      TS_CHECK_DETAIL(std::abs(off) < 2, where(48000, column.timeS, off));
      ++checked;
    }
    TS_CHECK(checked > 60);
  }
}

void theTrebleIsSharpInTimeAndTheBassInPitch() {
  std::vector<float> samples(3 * 48000);
  samples[72000] = 1;
  const Columns columns = columnsOf({Mode::Octaves, Detail::Balanced}, 48000, samples);
  TS_CHECK(traceOf(columns, 8000, 12000).spreadS < 0.02);
  TS_CHECK(traceOf(columns, 60, 90).spreadS > 0.05);
  const Columns low = columnsOf({Mode::Octaves, Detail::Balanced}, 48000, sine(65.4, 0.5, 48000, 2.6));
  const auto semitone = static_cast<std::size_t>(SpectrogramRows::of(65.4 * std::exp2(3.0 / 12)));
  TS_CHECK_DETAIL(SpectrogramLevel::dbOf(low[38].levels[semitone]) < -40,
                  std::to_string(SpectrogramLevel::dbOf(low[38].levels[semitone])));
}

void columnsAreEvenlySpacedAndComeWithinTheDelay() {
  for (const Mode mode : {Mode::Octaves, Mode::Plain, Mode::Reassigned}) {
    Spectrogram spectrogram({mode, Detail::Balanced}, 44100, kBlock);
    spectrogram.start(3);
    const std::vector<float> block(kBlock, 0.1F);
    SpectrogramColumn column;
    double before = 3 - 0.5 / Spectrogram::kColumnsPerS;
    for (int i = 1; i < 400; ++i) {
      spectrogram.add(block);
      while (spectrogram.take(column)) {
        TS_CHECK(std::abs(column.timeS - before - 1 / Spectrogram::kColumnsPerS) < 1e-9);
        before = column.timeS;
      }
      const double nowS = 3 + i * static_cast<double>(kBlock) / 44100;
      TS_CHECK_DETAIL(nowS - before <= spectrogram.delayS() + 1 / Spectrogram::kColumnsPerS,
                      std::to_string(nowS - before));
    }
    TS_CHECK(spectrogram.delayS() < (mode == Mode::Reassigned ? 0.65 : 0.45));
  }
}

void silenceIsAtTheFloorAndHalfTheRateEndsIt() {
  const Columns columns = columnsOf({Mode::Octaves, Detail::Balanced}, 16000, std::vector<float>(32000));
  for (const std::uint8_t level : columns[20].levels) TS_CHECK(level == 1);
  std::mt19937 random(3);
  std::normal_distribution<float> noise(0, 0.1F);
  std::vector<float> samples(32000);
  for (float& sample : samples) sample = noise(random);
  const Columns noisy = columnsOf({Mode::Octaves, Detail::Balanced}, 16000, samples);
  TS_CHECK(noisy[20].levels[static_cast<std::size_t>(SpectrogramRows::of(8100))] == 1);
  TS_CHECK(noisy[20].levels[static_cast<std::size_t>(SpectrogramRows::of(7700))] > 50);
}

// White noise has the same level in each bin, so rows between the first two bins have it too.
void theLowestRowsOfNoiseAreAsHighAsTheNext() {
  std::mt19937 random(4);
  std::vector<float> noise(48000 * 20);
  for (float& sample : noise) sample = static_cast<float>(0.1 * (static_cast<double>(random() >> 8U) / 8388608.0 - 1));
  const Columns columns = columnsOf({.mode = Mode::Plain, .detail = Detail::Fast}, 48000, noise);
  const auto meanAt = [&columns](double hertz) {
    double sum = 0;
    for (const SpectrogramColumn& column : columns) {
      sum += SpectrogramLevel::dbOf(column.levels[static_cast<std::size_t>(SpectrogramRows::of(hertz))]);
    }
    return sum / static_cast<double>(columns.size());
  };
  for (const double hertz : {29.0, 35.0, 41.0}) {
    const double below = meanAt(1000) - meanAt(hertz);
    TS_CHECK_DETAIL(std::abs(below) < 3.5, where(48000, hertz, below));
  }
}

void aColumnAllocatesNothing() {
  for (const Mode mode : {Mode::Octaves, Mode::Plain, Mode::Reassigned}) {
    Spectrogram spectrogram({mode, Detail::Fine}, 48000, kBlock);
    const std::vector<float> block = sine(440, 0.5, 48000, static_cast<double>(kBlock) / 48000);
    SpectrogramColumn column;
    int columns = 0;
    const tunescope::test::AllocationCounter counter;
    spectrogram.start(0);
    for (int i = 0; i < 300; ++i) {
      spectrogram.add(block);
      while (spectrogram.take(column)) ++columns;
    }
    const std::uint64_t touched = counter.touched();
    TS_CHECK_DETAIL(touched == 0 && columns > 50, std::to_string(touched) + " allocations");
  }
}

}  // namespace

int main() {
  runTest("a sine has its row and its level", aSineHasItsRowAndItsLevel);
  runTest("a sine between two bins has its level", aSineBetweenTwoBinsHasItsLevel);
  runTest("a reassigned sine has one row", aReassignedSineHasOneRow);
  runTest("a click lands in its column in every octave", aClickLandsInItsColumnInEveryOctave);
  runTest("a reassigned click is sharp in every octave", aReassignedClickIsSharpInEveryOctave);
  runTest("a reassigned glide is at its frequency at each instant", aReassignedGlideIsAtItsFrequencyAtEachInstant);
  runTest("no click falls between two windows", noClickFallsBetweenTwoWindows);
  runTest("the treble is sharp in time and the bass in pitch", theTrebleIsSharpInTimeAndTheBassInPitch);
  runTest("columns are evenly spaced and come within the delay", columnsAreEvenlySpacedAndComeWithinTheDelay);
  runTest("silence is at the floor and half the rate ends it", silenceIsAtTheFloorAndHalfTheRateEndsIt);
  runTest("the lowest rows of noise are as high as the next", theLowestRowsOfNoiseAreAsHighAsTheNext);
  runTest("a column allocates nothing", aColumnAllocatesNothing);
  return 0;
}
