// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/onset.h"

#include <algorithm>

namespace tunescope::core {

namespace {
constexpr double kRise = 3.0;          // over two hops together: 7.8 dB over steady sound
constexpr double kFaintest = 1e-10;    // -100 dBFS: below this nothing is an attack
constexpr double kOffsetShare = 0.01;  // of each hop in the slow mean
}  // namespace

bool OnsetDetector::Rise::add(double power) noexcept {
  // Two hops at a time: a period's loudest moment may fall between two of them.
  double before = 0;
  for (std::size_t i = 0; i + 1 < kHopsBefore; ++i) {
    before = std::max(before, m_before[(m_next + i) % kHopsBefore] + m_before[(m_next + i + 1) % kHopsBefore]);
  }
  const bool risen = m_seen >= kHopsBefore && power > kFaintest && power > kRise * before;
  m_before[m_next] = power;
  m_next = (m_next + 1) % kHopsBefore;
  m_seen = std::min(m_seen + 1, kHopsBefore);
  return risen;
}

bool OnsetDetector::process(std::span<const float> hop) noexcept {
  double sum = 0;
  double square = 0;
  for (const float x : hop) {
    sum += x;
    square += static_cast<double>(x) * x;
  }
  const auto count = static_cast<double>(hop.size());
  const double mean = sum / count;
  m_power = std::max(0.0, square / count - mean * mean);
  m_offset += (m_hasOffset ? kOffsetShare : 1) * (mean - m_offset);
  m_hasOffset = true;
  const bool swingRose = m_swing.add(m_power);
  const bool totalRose = m_total.add(m_power + (mean - m_offset) * (mean - m_offset));
  return swingRose && totalRose;
}

void OnsetDetector::reset() noexcept {
  *this = OnsetDetector();
}

}  // namespace tunescope::core
