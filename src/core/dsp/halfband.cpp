// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/halfband.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace tunescope::core {

namespace {

constexpr double kKaiserBeta = 7.0;

// Modified Bessel function of the first kind, order 0, by its series.
double besselI0(double x) {
  double sum = 1;
  double term = 1;
  for (int k = 1; term > 1e-14 * sum; ++k) {
    term *= (x / 2 / k) * (x / 2 / k);
    sum += term;
  }
  return sum;
}

}  // namespace

HalfbandDecimator::HalfbandDecimator(std::size_t maxInput)
    : m_even(maxInput / 2 + kSide), m_odd(maxInput / 2 + 2 * kSide - 1) {
  double sum = 0;
  std::array<double, kSide> taps{};
  for (std::size_t i = 0; i < kSide; ++i) {
    const double offset = 2.0 * static_cast<double>(i) + 1;
    const double x = offset / static_cast<double>(kDelayFrames);
    const double window = besselI0(kKaiserBeta * std::sqrt(std::max(0.0, 1 - x * x))) / besselI0(kKaiserBeta);
    taps[i] = std::sin(std::numbers::pi * offset / 2) / (std::numbers::pi * offset) * window;
    sum += 2 * taps[i];
  }
  // The centre tap is exactly a half, the others sum to a half: zero frequency passes unchanged.
  for (std::size_t i = 0; i < kSide; ++i) m_taps[i] = static_cast<float>(taps[i] * 0.5 / sum);
}

void HalfbandDecimator::process(std::span<const float> in, std::span<float> out) noexcept {
  const std::size_t count = in.size() / 2;
  assert(in.size() % 2 == 0 && out.size() >= count && count + kSide <= m_even.size());
  constexpr std::size_t kOddHistory = 2 * kSide - 1;
  for (std::size_t i = 0; i < count; ++i) {
    m_even[kSide + i] = in[2 * i];
    m_odd[kOddHistory + i] = in[2 * i + 1];
  }
  // Output i is centred on even sample i + 1 (of the buffer): odd samples i + kSide - 1 - k and i + kSide + k lie 2k +
  // 1 away.
  for (std::size_t i = 0; i < count; ++i) out[i] = 0.5F * m_even[i + 1];
  for (std::size_t k = 0; k < kSide; ++k) {
    const float tap = m_taps[k];
    const float* before = m_odd.data() + kSide - 1 - k;
    const float* after = m_odd.data() + kSide + k;
    for (std::size_t i = 0; i < count; ++i) out[i] += tap * (before[i] + after[i]);
  }
  std::copy_n(m_even.begin() + static_cast<std::ptrdiff_t>(count), kSide, m_even.begin());
  std::copy_n(m_odd.begin() + static_cast<std::ptrdiff_t>(count), kOddHistory, m_odd.begin());
}

void HalfbandDecimator::reset() noexcept {
  std::ranges::fill(m_even, 0.0F);
  std::ranges::fill(m_odd, 0.0F);
}

std::span<const float> BlockHalver::process(std::span<const float> block) noexcept {
  std::ranges::copy(block, m_waiting.begin() + static_cast<std::ptrdiff_t>(m_left));
  const std::size_t count = m_left + block.size();
  const std::size_t pairs = count / 2;
  if (pairs > 0) m_decimator.process(std::span(m_waiting).first(2 * pairs), m_output);
  if (2 * pairs < count) m_waiting[0] = m_waiting[2 * pairs];
  m_left = count - 2 * pairs;
  return std::span(m_output).first(pairs);
}

void BlockHalver::reset() noexcept {
  m_decimator.reset();
  m_left = 0;
}

}  // namespace tunescope::core
