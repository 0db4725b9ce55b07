// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/track/onset.h"

#include <algorithm>

namespace tunescope::core {

namespace {
constexpr double kRise = 3.0;          // over the sum of two hops: 7.8 dB above steady sound
constexpr double kFaintest = 1e-10;    // -100 dBFS: below this nothing is an attack
constexpr double kOverBefore = 2;      // times two earlier hops: the attack has begun,
constexpr double kUnderHop = 0.05;     // if this is also at least this share of the hop's own power
constexpr double kOffsetShare = 0.01;  // weight of each hop in the slow mean
}  // namespace

bool OnsetDetector::Rise::add(double power) noexcept {
  // Two hops at a time, because the loudest moment of a period may fall between two hops.
  double before = 0;
  for (std::size_t i = 0; i + 1 < kHopsBefore; ++i) {
    before = std::max(before, m_before[(m_next + i) % kHopsBefore] + m_before[(m_next + i + 1) % kHopsBefore]);
  }
  m_max = before;
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
  locate(hop);
  const bool totalRose = m_total.add(m_power + (mean - m_offset) * (mean - m_offset));
  return swingRose && totalRose;
}

// Finds the first part of the hop that exceeds what was before, and the parts before it that adjoin it without a gap.
void OnsetDetector::locate(std::span<const float> hop) noexcept {
  std::copy(m_blocks.begin() + kBlocks, m_blocks.end(), m_blocks.begin());
  const std::size_t frames = hop.size() / kBlocks;
  for (std::size_t block = 0; block < kBlocks; ++block) {
    double square = 0;
    for (const float x : hop.subspan(block * frames, frames)) square += (x - m_offset) * (x - m_offset);
    m_blocks[kBlocks + block] = square / static_cast<double>(frames);
  }
  const double floor = std::max(kOverBefore * m_swing.before(), kUnderHop * m_power);
  std::size_t first = kBlocks;
  while (first < m_blocks.size() && m_blocks[first] < floor) ++first;
  if (first == m_blocks.size()) first = kBlocks;
  while (first > 0 && m_blocks[first - 1] >= floor) --first;
  m_framesSince = (m_blocks.size() - first) * frames;
}

void OnsetDetector::reset() noexcept {
  *this = OnsetDetector();
}

}  // namespace tunescope::core
