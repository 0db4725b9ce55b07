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

 private:
  // The powers of the last hops.
  class Rise {
   public:
    bool add(double power) noexcept;  // true: risen

   private:
    static constexpr std::size_t kHopsBefore = 5;
    std::array<double, kHopsBefore> m_before{};
    std::size_t m_next = 0;
    std::size_t m_seen = 0;
  };

  Rise m_swing;
  Rise m_total;
  double m_offset = 0;  // mean of the last second or so
  bool m_hasOffset = false;
  double m_power = 0;
};

}  // namespace tunescope::core
