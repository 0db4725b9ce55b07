// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturesupervisor.h"

#include <memory>

namespace tunescope::audio {

// Drives a CaptureSupervisor from a thread of its own (native programs), as often as that asks for.
// Thread: one at a time, unless said otherwise. Realtime-safe: no.
class SupervisorThread {
 public:
  explicit SupervisorThread(CaptureSupervisor& supervisor);
  // Stops the capture, waits for it at most a little over the supervisor's deadline, and joins. Thread: any, but its
  // own.
  ~SupervisorThread();
  SupervisorThread(const SupervisorThread&) = delete;
  SupervisorThread& operator=(const SupervisorThread&) = delete;

  void wake();  // poll now: call it after a wish. Thread: any. Realtime-safe: no.

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio
