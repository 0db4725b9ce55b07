// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/window.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

// turns: position in the window, 0 to 1. Coefficients: Harris 1978, table I (the 4-term window has side lobes at -92
// dB).
double windowValue(WindowKind kind, double turns) {
  const double phase = 2.0 * std::numbers::pi * turns;
  switch (kind) {
    case WindowKind::Rectangular:
      return 1.0;
    case WindowKind::Hann:
      return 0.5 - 0.5 * std::cos(phase);
    case WindowKind::BlackmanHarris4:
      return 0.35875 - 0.48829 * std::cos(phase) + 0.14128 * std::cos(2.0 * phase) - 0.01168 * std::cos(3.0 * phase);
  }
  return 1.0;
}

}  // namespace

std::vector<float> makeWindow(WindowKind kind, std::size_t size, WindowSymmetry symmetry) {
  std::vector<float> window(size, 1.0F);
  if (size < 2) return window;
  const std::size_t period = symmetry == WindowSymmetry::Periodic ? size : size - 1;
  for (std::size_t n = 0; n < size; ++n) {
    const std::size_t mirrored = std::min(n, period - n);  // both halves from one computation: exactly symmetric
    window[n] = static_cast<float>(windowValue(kind, static_cast<double>(mirrored) / static_cast<double>(period)));
  }
  return window;
}

double windowSum(std::span<const float> window) noexcept {
  double sum = 0;
  for (const float value : window) sum += value;
  return sum;
}

}  // namespace tunescope::core
