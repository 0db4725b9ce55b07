// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/halfband.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::core {

// The layout of the analysis for a sample rate. Halving brings the rate into one octave, 32 to 64 kHz ("class rate");
// lower rates start further down the same ladder. Level j of the ladder runs at class rate / 2^j.
struct RateLadder {
  static constexpr int kLevels = 4;

  double sampleRateHz = 0;
  double classRateHz = 0;     // in [32, 64) kHz
  int preHalvings = 0;        // of the input, before level 0 (rates from 64 kHz)
  int firstLevel = 0;         // level that the input feeds (above 0 for rates below 32 kHz)
  std::size_t hopFrames = 0;  // at the input rate: 512 at the class rate

  explicit RateLadder(double rateHz) noexcept;
  double levelRateHz(int level) const noexcept { return classRateHz / (1 << level); }
};

// The newest samples at each level of the ladder, hop by hop.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class MultirateHistory {
 public:
  // keepFrames: length of each level's history, in samples at its own rate.
  MultirateHistory(const RateLadder& ladder, std::size_t keepFrames);

  // hop: ladder.hopFrames samples.
  void push(std::span<const float> hop) noexcept;
  void reset() noexcept;

  // The newest count samples of a level, oldest first; zeros for the time before the first sample.
  std::span<const float> newest(int level, std::size_t count) const noexcept;

  std::size_t hopFrames(int level) const noexcept { return m_levels[static_cast<std::size_t>(level)].hop; }
  std::size_t keptFrames(int level) const noexcept { return m_levels[static_cast<std::size_t>(level)].keep; }

  // Delay of a level's newest sample behind the newest input sample (the filters' delay), in seconds.
  double delayS(int level) const noexcept { return m_levels[static_cast<std::size_t>(level)].delayS; }

 private:
  struct Level {
    std::vector<float> samples;  // filled to the end, then the newest part moves to the front
    std::size_t end = 0;
    std::size_t keep = 0;
    std::size_t hop = 0;
    double delayS = 0;

    void append(std::span<const float> block) noexcept;
  };

  RateLadder m_ladder;
  std::vector<HalfbandDecimator> m_pre;      // input -> level 0
  std::vector<HalfbandDecimator> m_between;  // level j -> level j + 1
  std::vector<Level> m_levels;
  std::vector<float> m_scratchA;
  std::vector<float> m_scratchB;
};

}  // namespace tunescope::core
