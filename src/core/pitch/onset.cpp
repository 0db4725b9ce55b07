// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/onset.h"

#include <algorithm>

namespace tunescope::core {

namespace {
constexpr double kRise = 3.0;        // over two hops together: 7.8 dB over steady sound
constexpr double kFaintest = 1e-10;  // -100 dBFS: below this nothing is an attack
}  // namespace

bool OnsetDetector::process(std::span<const float> hop) noexcept {
  double sum = 0;
  double square = 0;
  for (const float x : hop) {
    sum += x;
    square += static_cast<double>(x) * x;
  }
  const auto count = static_cast<double>(hop.size());
  m_power = std::max(0.0, square / count - (sum / count) * (sum / count));
  // Two hops at a time: a period's loudest moment may fall between two of them.
  double before = 0;
  for (std::size_t i = 0; i + 1 < kHopsBefore; ++i) {
    before = std::max(before, m_before[(m_next + i) % kHopsBefore] + m_before[(m_next + i + 1) % kHopsBefore]);
  }
  const bool isOnset = m_seen >= kHopsBefore && m_power > kFaintest && m_power > kRise * before;
  m_before[m_next] = m_power;
  m_next = (m_next + 1) % kHopsBefore;
  m_seen = std::min(m_seen + 1, kHopsBefore);
  return isOnset;
}

void OnsetDetector::reset() noexcept {
  *this = OnsetDetector();
}

}  // namespace tunescope::core
