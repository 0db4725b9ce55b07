// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

namespace tunescope::audio {

// Backends that have sent their last event, until they can be destroyed without waiting; those that never get there
// are abandoned. Thread: supervisor. Realtime-safe: no.
class RetiredBackends {
 public:
  using Clock = std::chrono::steady_clock;

  void add(std::unique_ptr<AudioBackend> backend, Clock::time_point deadline) {
    if (backend) m_backends.push_back({.backend = std::move(backend), .deadline = deadline});
  }

  // Returns how many had to be abandoned.
  unsigned poll(Clock::time_point now) {
    unsigned abandoned = 0;
    std::erase_if(m_backends, [&](Retired& retired) {
      if (!retired.backend->isIdle() && now < retired.deadline) return false;
      abandoned += AudioBackend::abandon(std::move(retired.backend)) ? 1 : 0;
      return true;
    });
    return abandoned;
  }

  bool isEmpty() const noexcept { return m_backends.empty(); }

 private:
  struct Retired {
    std::unique_ptr<AudioBackend> backend;
    Clock::time_point deadline;
  };
  std::vector<Retired> m_backends;
};

}  // namespace tunescope::audio
