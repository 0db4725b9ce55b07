// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/track/pitchpath.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr double kSpanS = 0.1;
constexpr double kMovingCents = 3;  // over the span
constexpr double kOverNoise = 6;    // standard deviations: the range of ten readings is about three
constexpr std::size_t kFewest = 3;

}  // namespace

PitchPath::PitchPath(double hopS) noexcept
    : m_span(std::clamp<std::size_t>(static_cast<std::size_t>(std::lround(kSpanS / hopS)), kFewest, kMaxSpan)) {}

void PitchPath::add(double hertz, double sigmaCents) noexcept {
  m_cents[m_count % m_span] = 1200 * std::log2(hertz);
  m_sigma[m_count % m_span] = sigmaCents;
  ++m_count;
  if (m_holdHops > 0) --m_holdHops;
}

// Standard deviation of the readings about a smooth path, from their second differences.
double PitchPath::jitter() const noexcept {
  const std::size_t known = std::min(m_count, m_span);
  const auto cents = [&](std::size_t i) { return m_cents[(m_count - known + i) % m_span]; };
  double sum = 0;
  for (std::size_t i = 2; i < known; ++i) {
    const double bend = cents(i) - 2 * cents(i - 1) + cents(i - 2);
    sum += bend * bend;
  }
  return std::sqrt(sum / (6 * static_cast<double>(known - 2)));
}

double PitchPath::rangeCents() const noexcept {
  const auto end = static_cast<std::ptrdiff_t>(std::min(m_count, m_span));
  const auto [low, high] = std::minmax_element(m_cents.begin(), m_cents.begin() + end);
  return *high - *low;
}

double PitchPath::noiseCents() const noexcept {
  const auto end = static_cast<std::ptrdiff_t>(std::min(m_count, m_span));
  const double sigma = *std::max_element(m_sigma.begin(), m_sigma.begin() + end);
  return kOverNoise * std::max(sigma, jitter());
}

bool PitchPath::isMoving() const noexcept {
  if (m_holdHops > 0) return true;
  if (std::min(m_count, m_span) < kFewest) return false;
  return rangeCents() > std::max(kMovingCents, noiseCents());
}

bool PitchPath::hasMoved() const noexcept {
  return std::min(m_count, m_span) >= kFewest && rangeCents() > noiseCents();
}

}  // namespace tunescope::core
