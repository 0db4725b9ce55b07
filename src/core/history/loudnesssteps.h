// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/channelview.h"
#include "core/ring/framelayout.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace tunescope::core {

// Momentary and short-term loudness of all channels every 50 ms, after ITU-R BS.1770-5: the K-weighted power of blocks
// of 50 ms, of which the last 8 and 60 are averaged. A hundredth of the cost of summing 3 s of samples for each value.
// Thread: one at a time. Realtime-safe: wait-free.
class LoudnessSteps {
 public:
  static constexpr double kBlockS = 0.05;

  // weights: of the channels (BS.1770-5, table 3): 1, 1.41, or 0 for one that does not count.
  void begin(double sampleRateHz, std::span<const double> weights) noexcept;
  void gap() noexcept;  // values restart behind it
  // Takes frames up to the end of the block at most; returns how many.
  std::size_t add(const ChannelView& frames) noexcept;
  bool isBlockComplete() const noexcept { return m_frames >= m_blockFrames; }
  void finishBlock() noexcept;

  // LUFS at the end of the last block; none before there is enough sound, and for silence.
  std::optional<double> momentary() const noexcept { return over(kMomentaryBlocks); }
  std::optional<double> shortTerm() const noexcept { return over(kShortTermBlocks); }

 private:
  static constexpr std::size_t kMomentaryBlocks = 8;
  static constexpr std::size_t kShortTermBlocks = 60;

  struct Section {  // transposed direct form II
    double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
  };
  struct State {
    double s1 = 0, s2 = 0;
  };
  static double run(const Section& section, State& state, double input) noexcept;
  std::optional<double> over(std::size_t blocks) const noexcept;

  Section m_shelf, m_highPass;
  std::array<double, FrameLayout::kMaxChannels> m_weights{};
  std::array<std::array<State, 2>, FrameLayout::kMaxChannels> m_states{};
  std::size_t m_channels = 0;
  std::size_t m_blockFrames = 1;
  std::size_t m_frames = 0;  // of the present block
  double m_energy = 0;       // of it
  std::array<double, kShortTermBlocks> m_powers{};
  std::size_t m_newest = 0;
  std::size_t m_blocks = 0;  // since the start or a gap
};

}  // namespace tunescope::core
