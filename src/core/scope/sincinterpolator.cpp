// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scope/sincinterpolator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kBeta = 7.5;
constexpr std::size_t kRowTaps = SincInterpolator::kTaps;
using Row = std::array<float, kRowTaps>;

double bessel0(double x) noexcept {
  double sum = 1;
  double term = 1;
  for (int k = 1; k < 40; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

double windowedSinc(double x) noexcept {
  constexpr double kHalf = kRowTaps / 2.0;
  if (std::abs(x) < 1e-12) return 1;
  if (std::abs(x) >= kHalf) return 0;
  const double angle = std::numbers::pi * x;
  const double inside = 1 - (x / kHalf) * (x / kHalf);
  return std::sin(angle) / angle * bessel0(kBeta * std::sqrt(inside)) / bessel0(kBeta);
}

template <std::size_t rows>
std::array<Row, rows> makeTable() noexcept {
  std::array<Row, rows> table{};
  for (std::size_t phase = 0; phase < rows; ++phase) {
    const double fraction = static_cast<double>(phase) / (rows - 1);
    double sum = 0;
    std::array<double, kRowTaps> taps{};
    for (std::size_t tap = 0; tap < kRowTaps; ++tap) {
      taps[tap] = windowedSinc(static_cast<double>(tap) - SincInterpolator::kBefore - fraction);
      sum += taps[tap];
    }
    // A constant stays what it is.
    for (std::size_t tap = 0; tap < kRowTaps; ++tap) table[phase][tap] = static_cast<float>(taps[tap] / sum);
  }
  return table;
}

}  // namespace

SincInterpolator::SincInterpolator() {
  static const auto table = makeTable<kPhases + 1>();
  m_table = table.front().data();
}

float SincInterpolator::at(std::span<const float, kTaps> samples, double fraction) const noexcept {
  const double place = std::clamp(fraction, 0.0, 1.0) * kPhases;
  const int phase = std::min(static_cast<int>(place), kPhases - 1);
  const auto share = static_cast<float>(place - phase);
  const float* low = m_table + static_cast<std::ptrdiff_t>(phase) * kTaps;
  const float* high = low + kTaps;
  float lower = 0;
  float upper = 0;
  for (std::size_t tap = 0; tap < kRowTaps; ++tap) {
    lower += samples[tap] * low[tap];
    upper += samples[tap] * high[tap];
  }
  return lower + share * (upper - lower);
}

}  // namespace tunescope::core
