// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

// Signals for the tests of the core: made from a formula or from a seed, never from a clock.
namespace tunescope::tests {

// cycles: periods within the whole length (any number); phaseTurns: 0 begins at the zero crossing that rises.
inline std::vector<float> makeSine(std::size_t size, double cycles, double amplitude = 1.0, double phaseTurns = 0.0) {
  std::vector<float> samples(size);
  for (std::size_t n = 0; n < size; ++n) {
    const double turns = cycles * static_cast<double>(n) / static_cast<double>(size) + phaseTurns;
    samples[n] = static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * turns));
  }
  return samples;
}

// Uniform in [-amplitude, amplitude).
inline std::vector<float> makeNoise(std::size_t size, std::uint32_t seed, float amplitude = 1.0F) {
  std::mt19937 generator(seed);
  std::vector<float> samples(size);
  for (float& sample : samples) {
    // The standard fixes the generator's numbers but not those of its distributions.
    sample = amplitude * (static_cast<float>(generator() >> 8U) / 8388608.0F - 1.0F);
  }
  return samples;
}

}  // namespace tunescope::tests
