// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

namespace tunescope::core {

// Compares the power of each hop with that of the hops before it: a decaying note falls below it, a new one rises above
// it. Thread: one at a time. Realtime-safe: wait-free.
class HopRise {
 public:
  // power: mean square of the hop.
  void add(double power) noexcept {
    m_rise = m_loudest > 0 ? power / m_loudest : 1;
    m_loudest = std::max(kFades * m_loudest, power);
  }
  void reset() noexcept { *this = HopRise(); }

  // Power of the last hop over that of the loudest hop before it; older hops count less.
  double value() const noexcept { return m_rise; }

 private:
  static constexpr double kFades = 0.9;  // factor per hop

  double m_loudest = 0;
  double m_rise = 1;
};

}  // namespace tunescope::core
