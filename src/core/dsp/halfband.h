// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// Halves a sample rate by a linear-phase half-band filter (Kaiser window, beta 7): flat within .003 dB and free of
// aliases above -70 dB up to 0.2 of the input rate. An output stands kDelayFrames input samples behind the newest
// input. Thread: one at a time. Realtime-safe: lock-free after construction.
class HalfbandDecimator {
 public:
  static constexpr std::size_t kTaps = 47;
  static constexpr std::size_t kDelayFrames = (kTaps - 1) / 2;

  // maxInput: longest block that process() will see.
  explicit HalfbandDecimator(std::size_t maxInput);

  // in.size() even and at most maxInput; writes in.size() / 2 samples.
  void process(std::span<const float> in, std::span<float> out) noexcept;
  void reset() noexcept;

 private:
  static constexpr std::size_t kSide = (kTaps + 1) / 4;  // non-zero taps on each side of the centre

  std::array<float, kSide> m_taps{};
  std::vector<float> m_even;  // the two phases of the input, history first
  std::vector<float> m_odd;
};

// The same for blocks of any length, odd ones too: the last sample of an odd one waits for the next block.
// Thread: one at a time. Realtime-safe: lock-free after construction.
class BlockHalver {
 public:
  // maxInput: longest block that process() will see.
  explicit BlockHalver(std::size_t maxInput)
      : m_decimator(maxInput + 2), m_waiting(maxInput + 1), m_output(maxInput / 2 + 1) {}

  // What the block completes, until the next call.
  std::span<const float> process(std::span<const float> block) noexcept;
  void reset() noexcept;

 private:
  HalfbandDecimator m_decimator;
  std::vector<float> m_waiting;  // the sample left of the block before, and this block
  std::size_t m_left = 0;        // 0 or 1
  std::vector<float> m_output;
};

}  // namespace tunescope::core
