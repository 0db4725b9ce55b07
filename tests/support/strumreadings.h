// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/pitchengine.h"
#include "core/strum/stringset.h"
#include "core/strum/strummeter.h"
#include "support/strums.h"

#include <cmath>
#include <optional>
#include <span>
#include <vector>

// What the strum meter makes of a strum.
namespace tunescope::test {

struct TimedPitches {
  double availableS = 0;  // the end of the last sample that it needed
  core::StrumPitches pitches;
};

inline std::vector<double> targetsOf(std::span<const int> keys, double a4Hz = 440) {
  std::vector<double> hertz;
  for (const int key : keys) hertz.push_back(a4Hz * std::exp2((key - 69) / 12.0));
  return hertz;
}

inline std::vector<TimedPitches> readStrum(std::span<const float> samples, double rateHz,
                                           std::span<const double> targetsHz) {
  const std::size_t hop = core::hopFramesFor(rateHz);
  core::StrumMeter meter(rateHz, hop, targetsHz);
  std::vector<TimedPitches> readings;
  for (std::size_t i = 0; i + hop <= samples.size(); i += hop) {
    if (meter.process(samples.subspan(i, hop)))
      readings.push_back({static_cast<double>(i + hop) / rateHz, meter.reading()});
  }
  return readings;
}

// The last reading that was there at that time.
inline std::optional<core::StrumPitches> readingAt(const std::vector<TimedPitches>& readings, double timeS) {
  std::optional<core::StrumPitches> newest;
  for (const TimedPitches& reading : readings) {
    if (reading.availableS <= timeS) newest = reading.pitches;
  }
  return newest;
}

// All strings of the set up to 40 cents off; of either kind by turns.
inline StrumSpec randomStrum(std::span<const double> targetsHz, std::uint64_t seed) {
  Random random(seed * 6364136223846793005ULL + 11);
  StrumSpec spec;
  spec.seed = seed;
  spec.kind = seed % 2 == 0 ? StringKind::Modal : StringKind::Waveguide;
  spec.isUp = random.uniform() < 0.3;
  spec.spreadS = random.uniform(0.01, 0.06);
  for (const double hertz : targetsHz)
    spec.strings.push_back({hertz * std::exp2(random.uniform(-40, 40) / 1200), false});
  return spec;
}

}  // namespace tunescope::test
