// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/multiratehistory.h"

#include "core/pitch/pitchengine.h"

#include <algorithm>
#include <cassert>

namespace tunescope::core {

namespace {

constexpr double kClassRateLowHz = 32000;
constexpr double kClassRateHighHz = 64000;
constexpr std::size_t kClassHopFrames = 512;

}  // namespace

RateLadder::RateLadder(double rateHz) noexcept : sampleRateHz(rateHz), classRateHz(rateHz), hopFrames(kClassHopFrames) {
  while (classRateHz >= kClassRateHighHz) {
    classRateHz /= 2;
    hopFrames *= 2;
    ++preHalvings;
  }
  while (classRateHz < kClassRateLowHz && firstLevel < kLevels - 1) {
    classRateHz *= 2;
    hopFrames /= 2;
    ++firstLevel;
  }
}

std::size_t hopFramesFor(double sampleRateHz) noexcept {
  return RateLadder(sampleRateHz).hopFrames;
}

void MultirateHistory::Level::append(std::span<const float> block) noexcept {
  if (end + block.size() > samples.size()) {
    std::copy(samples.begin() + static_cast<std::ptrdiff_t>(end - keep),
              samples.begin() + static_cast<std::ptrdiff_t>(end), samples.begin());
    end = keep;
  }
  std::ranges::copy(block, samples.begin() + static_cast<std::ptrdiff_t>(end));
  end += block.size();
}

MultirateHistory::MultirateHistory(const RateLadder& ladder, std::size_t keepFrames)
    : m_ladder(ladder), m_levels(RateLadder::kLevels), m_scratchA(ladder.hopFrames), m_scratchB(ladder.hopFrames) {
  double delayS = 0;
  double rateHz = ladder.sampleRateHz;
  std::size_t hop = ladder.hopFrames;
  for (int i = 0; i < ladder.preHalvings; ++i) {
    m_pre.emplace_back(hop);
    delayS += static_cast<double>(HalfbandDecimator::kDelayFrames) / rateHz;
    rateHz /= 2;
    hop /= 2;
  }
  for (int j = 0; j < RateLadder::kLevels; ++j) {
    Level& level = m_levels[static_cast<std::size_t>(j)];
    if (j < ladder.firstLevel) continue;  // stays empty: the input has no such frequencies
    if (j > ladder.firstLevel) {
      m_between.emplace_back(hop);
      delayS += static_cast<double>(HalfbandDecimator::kDelayFrames) / rateHz;
      rateHz /= 2;
      hop /= 2;
    }
    level.hop = hop;
    level.keep = keepFrames + hop;
    level.samples.assign(2 * level.keep + hop, 0.0F);
    level.end = level.keep;
    level.delayS = delayS;
  }
}

void MultirateHistory::push(std::span<const float> hop) noexcept {
  assert(hop.size() == m_ladder.hopFrames);
  std::span<const float> block = hop;
  std::span<float> next = m_scratchA;
  std::span<float> other = m_scratchB;
  const auto halve = [&](HalfbandDecimator& decimator) {
    const std::span<float> out = next.first(block.size() / 2);
    decimator.process(block, out);
    block = out;
    std::swap(next, other);
  };
  for (HalfbandDecimator& decimator : m_pre) halve(decimator);
  for (int j = m_ladder.firstLevel; j < RateLadder::kLevels; ++j) {
    if (j > m_ladder.firstLevel) halve(m_between[static_cast<std::size_t>(j - m_ladder.firstLevel - 1)]);
    m_levels[static_cast<std::size_t>(j)].append(block);
  }
}

void MultirateHistory::reset() noexcept {
  for (HalfbandDecimator& decimator : m_pre) decimator.reset();
  for (HalfbandDecimator& decimator : m_between) decimator.reset();
  for (Level& level : m_levels) {
    std::ranges::fill(level.samples, 0.0F);
    level.end = level.keep;
  }
}

std::span<const float> MultirateHistory::newest(int level, std::size_t count) const noexcept {
  const Level& l = m_levels[static_cast<std::size_t>(level)];
  assert(count <= l.keep);
  return std::span<const float>(l.samples).subspan(l.end - count, count);
}

}  // namespace tunescope::core
