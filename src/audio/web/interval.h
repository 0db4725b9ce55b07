// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <utility>

namespace tunescope::audio {

// Calls a function periodically by the browser's timer until it is destroyed; pending calls are then dropped.
// In a hidden page timers slow down to one call a second. Thread: gui. Realtime-safe: no.
class Interval {
 public:
  Interval(std::chrono::milliseconds period, std::function<void()> function);
  ~Interval();
  Interval(const Interval&) = delete;
  Interval& operator=(const Interval&) = delete;

 private:
  static void call(void* self) { static_cast<Interval*>(self)->m_function(); }

  std::function<void()> m_function;
  int m_id;
};

}  // namespace tunescope::audio
