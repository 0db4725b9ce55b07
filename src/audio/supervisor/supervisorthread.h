// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/supervisor/capturesupervisor.h"

#include <memory>

namespace tunescope::audio {

// Drives a CaptureSupervisor from its own thread (native programs), as often as it requests.
// Thread: one at a time, unless stated otherwise. Realtime-safe: no.
class SupervisorThread {
 public:
  explicit SupervisorThread(CaptureSupervisor& supervisor);
  // Stops the capture, waits for it at most a little over the supervisor's deadline, and joins. Thread: any, but its
  // own.
  ~SupervisorThread();
  SupervisorThread(const SupervisorThread&) = delete;
  SupervisorThread& operator=(const SupervisorThread&) = delete;

  void wake();  // polls now; call it after a request. Thread: any. Realtime-safe: no.

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio
