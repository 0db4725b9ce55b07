// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pitch/search/periodwatch.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace tunescope::core {

namespace {

constexpr double kLagS = 0.008;       // the lag is the multiple of the period nearest to this, for all pitches alike
constexpr double kBroken = 0.15;      // share of the repeating power that must stop repeating
constexpr double kOverUsual = 1.5;    // times what the note's noise usually leaves
constexpr double kFollowsDown = 0.3;  // weight of each hop
constexpr double kFollowsUp = 0.05;
constexpr double kOverWorst = 1.4;      // times the recent maximum that noise caused
constexpr double kForgets = 0.02;       // per hop
constexpr std::size_t kRunBlocks = 2;   // number of successive broken blocks
constexpr double kLongPeriodS = 0.015;  // from this on, the difference rises so slowly that a break is dated late
constexpr double kLateBy = 0.5;         // by this share of the period

// Cubic Lagrange interpolation between four samples.
struct FractionalDelay {
  std::size_t whole;
  std::array<float, 4> taps;  // of x[n - whole + 1], x[n - whole], x[n - whole - 1], x[n - whole - 2]

  explicit FractionalDelay(double frames) noexcept : whole(static_cast<std::size_t>(frames)) {
    const double f = frames - static_cast<double>(whole);
    taps = {static_cast<float>(-f * (f - 1) * (f - 2) / 6), static_cast<float>((f + 1) * (f - 1) * (f - 2) / 2),
            static_cast<float>(-(f + 1) * f * (f - 2) / 2), static_cast<float>((f + 1) * f * (f - 1) / 6)};
  }
};

}  // namespace

double PeriodWatch::threshold() const noexcept {
  return kOverUsual * m_usual + kBroken * std::max(0.0, 1 - m_usual);
}

// Blocks from the start of the latest run of broken blocks until now.
std::optional<std::size_t> PeriodWatch::blocksSinceBreak() noexcept {
  const double meanPower = std::accumulate(m_power.begin(), m_power.end(), 0.0) / static_cast<double>(kBlocks);
  const double limit = std::max(threshold(), kOverWorst * m_worst) * meanPower;
  if (m_known < kBlocks || !(limit > 0)) return std::nullopt;
  double worst = 0;
  for (std::size_t block = 1; block < kBlocks; ++block)
    worst = std::max(worst, std::min(m_difference[block - 1], m_difference[block]) / meanPower);
  m_worst = std::max(worst, (1 - kForgets) * m_worst);
  std::size_t run = 0;
  for (std::size_t back = 0; back < kBlocks; ++back) {
    if (m_difference[kBlocks - 1 - back] > limit) {
      ++run;
    } else if (run >= kRunBlocks) {
      return back;
    } else {
      run = 0;
    }
  }
  return run >= kRunBlocks ? std::optional(kBlocks) : std::nullopt;
}

void PeriodWatch::accept() noexcept {
  const double power = std::accumulate(m_power.begin(), m_power.end(), 0.0);
  if (m_known < kBlocks || !(power > 0)) return;
  m_usual = std::max(m_usual, std::accumulate(m_difference.begin(), m_difference.end(), 0.0) / power);
}

std::optional<double> PeriodWatch::process(const MultirateHistory& history, int level, double rateHz,
                                           double hertz) noexcept {
  const double periodFrames = rateHz / hertz;
  const FractionalDelay delay(periodFrames * std::max(1.0, std::round(kLagS * hertz)));
  const std::size_t hop = history.hopFrames(level);
  if (delay.whole < 2 || delay.whole + 2 + hop > history.keptFrames(level)) return std::nullopt;
  const std::size_t blockFrames = hop / kBlocksPerHop;
  const std::span<const float> sound = history.newest(level, hop + delay.whole + 2);
  const float* now = sound.data() + delay.whole + 2;
  std::rotate(m_difference.begin(), m_difference.begin() + kBlocksPerHop, m_difference.end());
  std::rotate(m_power.begin(), m_power.begin() + kBlocksPerHop, m_power.end());
  double difference = 0;
  double power = 0;
  for (std::size_t block = 0; block < kBlocksPerHop; ++block) {
    float d = 0;
    float p = 0;
    for (std::size_t i = block * blockFrames; i < (block + 1) * blockFrames; ++i) {
      const float* before = now + i - delay.whole;
      const float delayed = delay.taps[0] * before[1] + delay.taps[1] * before[0] + delay.taps[2] * before[-1] +
                            delay.taps[3] * before[-2];
      d += (now[i] - delayed) * (now[i] - delayed);
      p += now[i] * now[i] + delayed * delayed;
    }
    m_difference[kBlocks - kBlocksPerHop + block] = d;
    m_power[kBlocks - kBlocksPerHop + block] = p;
    difference += d;
    power += p;
  }
  m_known = std::min(m_known + kBlocksPerHop, kBlocks);
  if (const auto blocks = blocksSinceBreak()) {
    m_known = 0;
    const double lateS = hertz * kLongPeriodS < 1 ? kLateBy / hertz : 0;
    return (static_cast<double>(*blocks * blockFrames)) / rateHz + history.delayS(level) + lateS;
  }
  if (power > 0) m_usual += (difference < m_usual * power ? kFollowsDown : kFollowsUp) * (difference / power - m_usual);
  return std::nullopt;
}

}  // namespace tunescope::core
