// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// The highest magnitude of a signal between its samples (ITU-R BS.1770, annex 2): interpolated 8 times with a Kaiser
// windowed sinc of 40 taps a phase and a parabola through each peak, within .02 dB for signals below .45 of the rate.
// A peak appears kDelayFrames samples late. Thread: one at a time. Realtime-safe: lock-free after construction.
class TruePeakMeter {
 public:
  static constexpr std::size_t kPhases = 8;
  static constexpr std::size_t kTaps = 40;  // a phase
  static constexpr std::size_t kDelayFrames = kTaps / 2;

  TruePeakMeter();

  // Highest magnitude among the interpolated values that one more sample completes; their parabola included.
  float add(float sample) noexcept;
  // The kPhases values of kDelayFrames ago, from one sample to the next: for meters that follow the wave.
  std::span<const float, kPhases> values() const noexcept { return std::span(m_values).last<kPhases>(); }
  void reset() noexcept;

 private:
  static constexpr std::size_t kRoom = 512;  // samples before the history moves to the front again

  std::array<std::array<float, kPhases>, kTaps> m_taps{};
  std::array<float, kTaps + kRoom> m_history{};
  std::size_t m_end = kTaps;                  // of the samples in m_history
  std::array<float, 2 + kPhases> m_values{};  // the last two before, and those of the newest sample
};

}  // namespace tunescope::core
