// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/truepeak.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

// 65 dB of stopband, which 40 taps a phase reach between .45 and .55 of the rate (Kaiser 1974).
constexpr double kBeta = 6.2;

// Modified Bessel function of the first kind, order 0, by its series.
double bessel0(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; term > 1e-14 * sum; ++k) {
    term *= (x / 2 / k) * (x / 2 / k);
    sum += term;
  }
  return sum;
}

double interpolatorWindow(double x) {
  return x >= 1 ? 0.0 : bessel0(kBeta * std::sqrt(1 - x * x)) / bessel0(kBeta);
}

}  // namespace

TruePeakMeter::TruePeakMeter() {
  constexpr double kHalf = kTaps / 2.0;
  for (std::size_t phase = 0; phase < kPhases; ++phase) {
    double sum = 0;
    std::array<double, kTaps> taps{};
    for (std::size_t k = 0; k < kTaps; ++k) {
      // Tap k weights the sample k places before the value.
      const double distance = kHalf - 1 - static_cast<double>(k) + static_cast<double>(phase) / kPhases;
      const double angle = std::numbers::pi * distance;
      const double sinc = std::abs(distance) < 1e-9 ? 1.0 : std::sin(angle) / angle;
      taps[k] = sinc * interpolatorWindow(std::abs(distance) / kHalf);
      sum += taps[k];
    }
    for (std::size_t k = 0; k < kTaps; ++k) m_taps[k][phase] = static_cast<float>(taps[k] / sum);
  }
}

float TruePeakMeter::add(float sample) noexcept {
  if (m_end == m_history.size()) {
    std::copy(m_history.end() - (kTaps - 1), m_history.end(), m_history.begin());
    m_end = kTaps - 1;
  }
  m_history[m_end++] = sample;
  const float* const oldest = m_history.data() + (m_end - kTaps);
  std::array<float, kPhases> sums{};
  for (std::size_t k = 0; k < kTaps; ++k) {
    for (std::size_t phase = 0; phase < kPhases; ++phase) sums[phase] += m_taps[k][phase] * oldest[k];
  }
  m_values[0] = m_values[kPhases];
  m_values[1] = m_values[kPhases + 1];
  std::copy(sums.begin(), sums.end(), m_values.begin() + 2);
  float highest = 0;
  for (std::size_t i = 1; i <= kPhases; ++i) {
    const float middle = std::abs(m_values[i]);
    if (middle <= highest) continue;
    highest = middle;
    const float before = std::copysign(1.0F, m_values[i]) * m_values[i - 1];
    const float after = std::copysign(1.0F, m_values[i]) * m_values[i + 1];
    const float bend = 2 * middle - before - after;
    if (middle >= before && middle >= after && bend > 0) {
      highest = middle + (before - after) * (before - after) / (8 * bend);
    }
  }
  return highest;
}

void TruePeakMeter::reset() noexcept {
  m_history.fill(0);
  m_values.fill(0);
  m_end = kTaps;
}

}  // namespace tunescope::core
