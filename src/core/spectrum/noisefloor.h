// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tunescope::core {

// What is left of a spectrum without its lines: the power of the noise in each bin. Its estimate is the median over a
// third of an octave, at least 32 bins, scaled to the mean of noise (of a bin's chi-square distribution), every sixth
// of an octave, joined by straight lines in dB. Thread: one at a time. Realtime-safe: lock-free after construction.
class NoiseFloor {
 public:
  explicit NoiseFloor(std::size_t binCount);

  // frames: how many independent frames power is the mean of.
  void measure(std::span<const float> power, double frames) noexcept;
  std::span<const float> floor() const noexcept { return m_floor; }

 private:
  struct Stretch {
    std::size_t first = 0, count = 0;
    double centre = 0;  // in bins
    double db = 0;
  };

  void join() noexcept;

  std::vector<Stretch> m_stretches;
  std::vector<float> m_sorted;
  std::vector<float> m_floor;
};

}  // namespace tunescope::core
