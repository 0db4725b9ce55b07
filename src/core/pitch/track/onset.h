// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace tunescope::core {

// Detects attacks by their rise in power: a hop with three times the summed power of any two neighbouring hops within
// the 50 ms before it. A period of the lowest notes is shorter than that, so its own swing is no attack. The power
// about the hop's own mean must rise, which excludes rumble, and so must the power about the mean of the last second,
// which excludes a low note whose period ends with an edge that falls now within a hop, now between two. Thread: one at
// a time. Realtime-safe: wait-free.
class OnsetDetector {
 public:
  // Returns true if this hop contains an attack. The first hops after construction or reset() never do.
  bool process(std::span<const float> hop) noexcept;
  void reset() noexcept;

  double power() const noexcept { return m_power; }  // mean square of the last hop about its mean

  // After true: how many samples before the end of the hop the attack began. It may have begun in the previous hop, too
  // late to be counted there.
  std::size_t framesSince() const noexcept { return m_framesSince; }

 private:
  // Detects a rise over the powers of the last hops.
  class Rise {
   public:
    bool add(double power) noexcept;                  // true: risen
    double before() const noexcept { return m_max; }  // maximum sum of two neighbours before the last hop

   private:
    static constexpr std::size_t kHopsBefore = 5;
    double m_max = 0;
    std::array<double, kHopsBefore> m_before{};
    std::size_t m_next = 0;
    std::size_t m_seen = 0;
  };

  static constexpr std::size_t kBlocks = 16;  // per hop
  void locate(std::span<const float> hop) noexcept;

  std::array<double, 2 * kBlocks> m_blocks{};  // mean powers of the parts of the previous hop and the last one
  std::size_t m_framesSince = 0;
  Rise m_swing;
  Rise m_total;
  double m_offset = 0;  // mean of about the last second
  bool m_hasOffset = false;
  double m_power = 0;
};

}  // namespace tunescope::core
