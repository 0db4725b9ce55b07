// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/elapsedclock.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace tunescope::audio {

// Whether a running stream goes on, from the count of what it has delivered, looked at now and then. Thread:
// supervisor. Realtime-safe: no.
class DeliveryWatch {
 public:
  using Clock = std::chrono::steady_clock;

  void reset() noexcept { m_delivered = 0; }  // a new stream counts from zero

  // The stream runs at this rate.
  void begin(const Instant& now, double sampleRateHz) noexcept {
    m_sampleRateHz = sampleRateHz;
    m_heardLast = m_lookedLast = now;
    m_noticedLast = now.steady;
  }

  // True: more has come since the last look. nextDue: when the next sample was due, if the stream knows.
  bool look(const Instant& now, std::uint64_t delivered, std::optional<ElapsedClock::time_point> nextDue) noexcept {
    const Instant before = m_lookedLast;
    m_lookedLast = now;
    // This program stood still, and may have kept its capture thread from running.
    if (now.steady - before.steady > kMaxStep) m_noticedLast += now.steady - before.steady - kMaxStep;
    if (nextDue) m_heardLast.elapsed = *nextDue;
    if (delivered == m_delivered) return false;
    // What came since then may have ended long before now: as long after the last look as it lasts.
    const auto length = lengthOf(delivered - m_delivered);
    const auto sinceSteady = std::min(length, now.steady - before.steady);
    const auto sinceElapsed = std::min<ElapsedClock::duration>(length, now.elapsed - before.elapsed);
    m_heardLast.steady = std::max(m_heardLast.steady, before.steady + sinceSteady);
    if (!nextDue) m_heardLast.elapsed = std::max(m_heardLast.elapsed, before.elapsed + sinceElapsed);
    m_noticedLast = now.steady;
    m_delivered = delivered;
    return true;
  }

  // When the stream's samples ended.
  const Instant& heardLast() const noexcept { return m_heardLast; }
  // Since something was noticed, as far as this program ran meanwhile.
  Clock::duration silence(const Instant& now) const noexcept { return now.steady - m_noticedLast; }
  // The silence begins anew (whoever held the stream has let go of it).
  void excuse(const Instant& now) noexcept {
    m_heardLast = now;
    m_noticedLast = now.steady;
  }

 private:
  static constexpr std::chrono::milliseconds kMaxStep{250};

  Clock::duration lengthOf(std::uint64_t frames) const noexcept {
    const std::chrono::duration<double> length(static_cast<double>(frames) / m_sampleRateHz);
    return std::chrono::duration_cast<Clock::duration>(length);
  }

  double m_sampleRateHz = 48000;
  std::uint64_t m_delivered = 0;
  Instant m_heardLast;
  Instant m_lookedLast;
  Clock::time_point m_noticedLast;
};

}  // namespace tunescope::audio
