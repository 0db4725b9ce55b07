// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"

#include <chrono>

namespace tunescope::audio {

// Continues while the machine is suspended, unlike std::chrono::steady_clock: lost samples are counted by it.
// Deadlines and retries use steady_clock, so that a suspended machine does not miss them.
struct ElapsedClock {
  using duration = std::chrono::nanoseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<ElapsedClock>;
  static constexpr bool is_steady = true;

  // Thread: any. Realtime-safe: wait-free (no system call: vDSO).
  static time_point now() noexcept TS_NONBLOCKING;
};

// The same instant on both clocks.
struct Instant {
  std::chrono::steady_clock::time_point steady;
  ElapsedClock::time_point elapsed;

  // Thread: any. Realtime-safe: wait-free.
  static Instant now() noexcept TS_NONBLOCKING;
};

}  // namespace tunescope::audio
