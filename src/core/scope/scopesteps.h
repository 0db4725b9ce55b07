// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

// The steps of the oscilloscope's scales, 1-2-5. Thread: any. Realtime-safe: wait-free.
namespace tunescope::core {

inline constexpr int kScopeDivisionsAcross = 10;
inline constexpr int kScopeDivisionsDown = 8;

// Seconds per division.
inline constexpr std::array<double, 17> kTimeSteps = {50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3,
                                                      50e-3, 100e-3, 200e-3, 500e-3, 1,    2,    5,    10};
// Full scales per division, from the finest.
inline constexpr std::array<double, 16> kLevelSteps = {1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3,
                                                       5e-3, 1e-2, 2e-2, 5e-2, .1,   .2,   .5,   1};

// The index of the step that is nearest to value in logarithm; the last one also beyond it, the first one also below
// it.
inline std::size_t nearestStep(std::span<const double> steps, double value) noexcept {
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < steps.size(); ++i) {
    if (value * value >= steps[i - 1] * steps[i]) nearest = i;
  }
  return nearest;
}

}  // namespace tunescope::core
