// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace tunescope::audio {

// Whether a running stream goes on, from the count of what it has delivered, looked at now and then. Thread:
// supervisor. Realtime-safe: no.
class DeliveryWatch {
 public:
  using Clock = std::chrono::steady_clock;

  void reset() noexcept { m_delivered = 0; }  // a new stream counts from zero

  // The stream runs at this rate.
  void begin(Clock::time_point now, double sampleRateHz) noexcept {
    m_sampleRateHz = sampleRateHz;
    m_heardLast = m_noticedLast = m_lookedLast = now;
  }

  // True: more has come since the last look.
  bool look(Clock::time_point now, std::uint64_t delivered) noexcept {
    const Clock::time_point before = m_lookedLast;
    m_lookedLast = now;
    if (delivered == m_delivered) return false;
    // What came since then may have ended long before now: as long after the last look as it lasts.
    const std::chrono::duration<double> length(static_cast<double>(delivered - m_delivered) / m_sampleRateHz);
    m_heardLast = std::max(m_heardLast, now - before < length ? now : before + roundedDown(length));
    m_noticedLast = now;
    m_delivered = delivered;
    return true;
  }

  Clock::time_point heardLast() const noexcept { return m_heardLast; }
  // Since something was noticed: what came late, after a standstill of the whole program, is not held against it.
  Clock::duration silence(Clock::time_point now) const noexcept { return now - m_noticedLast; }
  // The silence begins anew (whoever held the stream has let go of it).
  void excuse(Clock::time_point now) noexcept { m_heardLast = m_noticedLast = now; }

 private:
  static Clock::duration roundedDown(std::chrono::duration<double> length) noexcept {
    return std::chrono::duration_cast<Clock::duration>(length);
  }

  double m_sampleRateHz = 48000;
  std::uint64_t m_delivered = 0;
  Clock::time_point m_heardLast;
  Clock::time_point m_noticedLast;
  Clock::time_point m_lookedLast;
};

}  // namespace tunescope::audio
