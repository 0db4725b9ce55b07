// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/figures/elapsedclock.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace tunescope::audio {

// Whether a running stream keeps delivering, from polls of its count of frames. Thread:
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

  // True: more frames since the last poll. nextDue: when the next sample was due, if the stream knows.
  bool look(const Instant& now, std::uint64_t delivered, std::optional<ElapsedClock::time_point> nextDue) noexcept {
    const Instant before = m_lookedLast;
    m_lookedLast = now;
    // This program stood still, and may have blocked its capture thread.
    if (now.steady - before.steady > kMaxStep) m_noticedLast += now.steady - before.steady - kMaxStep;
    if (nextDue) m_heardLast.elapsed = *nextDue;
    if (delivered == m_delivered) return false;
    // The time of the last poll: what arrived since then may have ended long ago.
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
  // Time since something was noticed, without standstills of this program.
  Clock::duration silence(const Instant& now) const noexcept { return now.steady - m_noticedLast; }
  // Restarts the silence (the stream is no longer held).
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
