// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace tunescope::core {

// Finds attacks by the rise of power: a hop that has three times the power of any two neighbours among the hops that
// cover the 50 ms before it. A period of the lowest notes is shorter than that, so their own swing is no attack.
// The power about the hop's own mean must rise, which rumble does not do, and that about the mean of the last second,
// which a low note does not do whose period ends with an edge now within a hop and now between two.
// Thread: one at a time. Realtime-safe: wait-free.
class OnsetDetector {
 public:
  // True when this hop holds an attack. The first hops after construction or reset() never do.
  bool process(std::span<const float> hop) noexcept;
  void reset() noexcept;

  double power() const noexcept { return m_power; }  // mean square of the last hop about its mean

  // After true: how many samples before the end of the hop the attack began. It may lie in the hop before, where it
  // was too late to count.
  std::size_t framesSince() const noexcept { return m_framesSince; }

 private:
  // The powers of the last hops.
  class Rise {
   public:
    bool add(double power) noexcept;                  // true: risen
    double before() const noexcept { return m_max; }  // the most that two neighbours had before the last hop

   private:
    static constexpr std::size_t kHopsBefore = 5;
    double m_max = 0;
    std::array<double, kHopsBefore> m_before{};
    std::size_t m_next = 0;
    std::size_t m_seen = 0;
  };

  static constexpr std::size_t kBlocks = 16;  // of a hop
  void locate(std::span<const float> hop) noexcept;

  std::array<double, 2 * kBlocks> m_blocks{};  // mean powers of the parts of the hop before and of the last one
  std::size_t m_framesSince = 0;
  Rise m_swing;
  Rise m_total;
  double m_offset = 0;  // mean of the last second or so
  bool m_hasOffset = false;
  double m_power = 0;
};

}  // namespace tunescope::core
