// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <random>
#include <vector>

namespace tunescope::tests {

// amplitude * sin(2 pi bins n / size + phase), added to what is there.
inline void addSine(std::vector<float>& samples, double bins, double amplitude, double phase) {
  const auto size = static_cast<double>(samples.size());
  for (std::size_t n = 0; n < samples.size(); ++n) {
    const double turns = std::fmod(bins * static_cast<double>(n) / size, 1.0);
    samples[n] += static_cast<float>(amplitude * std::sin(2 * std::numbers::pi * turns + phase));
  }
}

inline void addNoise(std::vector<float>& samples, double rms, std::mt19937& random) {
  std::normal_distribution<double> noise(0, rms);
  for (float& sample : samples) sample += static_cast<float>(noise(random));
}

}  // namespace tunescope::tests
