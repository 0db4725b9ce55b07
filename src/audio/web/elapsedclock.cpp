// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/figures/elapsedclock.h"

namespace tunescope::audio {

// A page has one clock, performance.now().
ElapsedClock::time_point ElapsedClock::now() noexcept TS_NONBLOCKING {
  return time_point(std::chrono::steady_clock::now().time_since_epoch());
}

Instant Instant::now() noexcept TS_NONBLOCKING {
  const auto now = std::chrono::steady_clock::now();
  return {.steady = now, .elapsed = ElapsedClock::time_point(now.time_since_epoch())};
}

}  // namespace tunescope::audio
