// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace tunescope::analysis {

// Seconds of a sample clock whose rate may change from one epoch to the next; time continues across the change.
// Thread: one at a time. Realtime-safe: yes.
class SessionTime {
 public:
  double at(std::uint64_t frame) const noexcept {
    const double frames = static_cast<double>(static_cast<std::int64_t>(frame - m_originFrame));
    return m_rateHz > 0 ? m_originS + frames / m_rateHz : 0;
  }
  double rateHz() const noexcept { return m_rateHz; }
  void change(std::uint64_t frame, double rateHz) noexcept {
    if (rateHz == m_rateHz) return;  // the origin stays, so equal epochs add no rounding
    m_originS = at(frame);
    m_originFrame = frame;
    m_rateHz = rateHz;
  }

 private:
  std::uint64_t m_originFrame = 0;
  double m_originS = 0;
  double m_rateHz = 0;
};

}  // namespace tunescope::analysis
