// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tunescope::core {

// Averages the power of frames, and keeps the maximum of each bin. Thread: one at a time. Realtime-safe: lock-free
// except resize().
class SpectrumAverage {
 public:
  enum class Mode : std::uint8_t {
    None,         // the newest frame
    Exponential,  // with a time constant: fast 125 ms, slow 1 s, 10 s
    Linear        // the mean of all frames since reset()
  };

  // Forgets everything.
  void resize(std::size_t bins);
  void reset() noexcept;                                  // the mean restarts; the maximum stays
  void resetHold() noexcept;                              // the maximum restarts with the next frame
  void choose(Mode mode, double timeConstantS) noexcept;  // goes on from the present mean

  // intervalS: from the frame before to this one; frameS: how long a frame effectively is, of which frames that overlap
  // share a part (its length over the window's noise bandwidth).
  void add(std::span<const float> power, double intervalS, double frameS) noexcept;

  bool isEmpty() const noexcept { return m_frames == 0; }
  std::uint64_t frames() const noexcept { return m_frames; }  // since reset()
  std::span<const float> mean() const noexcept { return m_mean; }
  std::span<const float> highest() const noexcept { return m_highest; }  // of the means since resetHold()
  // How many independent frames the mean has: noise scatters by its root.
  double independentFrames() const noexcept;

 private:
  Mode m_mode = Mode::None;
  double m_timeConstantS = 0.125;
  double m_coveredS = 0;  // by the frames since reset()
  double m_frameS = 0;
  std::uint64_t m_frames = 0;
  std::vector<float> m_mean;
  std::vector<float> m_highest;
};

}  // namespace tunescope::core
