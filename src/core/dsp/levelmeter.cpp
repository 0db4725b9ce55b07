// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/levelmeter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace tunescope::core {

namespace {

// A 16-bit converter's positive full scale is 32767 / 32768, so that counts as clipped too.
constexpr float kFullScale = 32767.0F / 32768.0F;

}  // namespace

LevelReading measureLevel(std::span<const float> block) noexcept {
  double sumOfSquares = 0;  // double: 1e9 samples of 3e38 fit, and so does one of 1e-45
  float peak = 0;
  std::size_t finiteSamples = 0;
  LevelReading reading;
  for (const float sample : block) {
    const float magnitude = std::abs(sample);
    if (!(magnitude <= std::numeric_limits<float>::max())) continue;  // NaN or infinite
    sumOfSquares += static_cast<double>(magnitude) * static_cast<double>(magnitude);
    peak = std::max(peak, magnitude);
    reading.clippedSamples += magnitude >= kFullScale ? 1 : 0;
    ++finiteSamples;
  }
  if (peak > 0) {
    reading.rmsDb = 10.0 * std::log10(sumOfSquares / static_cast<double>(finiteSamples));
    reading.peakDb = 20.0 * std::log10(static_cast<double>(peak));
  }
  return reading;
}

}  // namespace tunescope::core
