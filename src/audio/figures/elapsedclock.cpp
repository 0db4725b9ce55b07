// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/figures/elapsedclock.h"

#include <ctime>

namespace tunescope::audio {

ElapsedClock::time_point ElapsedClock::now() noexcept TS_NONBLOCKING {
  timespec time{};
  TS_TRUST_BEGIN  // read without a system call
      clock_gettime(CLOCK_BOOTTIME, &time);
  TS_TRUST_END
  return time_point(std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec));
}

Instant Instant::now() noexcept TS_NONBLOCKING {
  TS_TRUST_BEGIN  // read without a system call
      return {.steady = std::chrono::steady_clock::now(), .elapsed = ElapsedClock::now()};
  TS_TRUST_END
}

}  // namespace tunescope::audio
