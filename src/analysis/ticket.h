// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace tunescope::analysis {

// Comes with each update and acknowledges it when destroyed; only then does the next one come. Keep it until the
// update has been shown. Thread: any. Realtime-safe: wait-free.
class Ticket {
 public:
  Ticket() = default;
  explicit Ticket(std::shared_ptr<std::atomic<bool>> isInFlight) : m_isInFlight(std::move(isInFlight)) {}
  ~Ticket() { acknowledge(); }
  Ticket(Ticket&& other) noexcept = default;
  Ticket& operator=(Ticket&& other) noexcept {
    acknowledge();
    m_isInFlight = std::move(other.m_isInFlight);
    return *this;
  }

  void acknowledge() noexcept {
    // It orders nothing else: the updates travel through Qt's event queue.
    if (const auto flag = std::exchange(m_isInFlight, nullptr)) flag->store(false, std::memory_order_relaxed);
  }

 private:
  std::shared_ptr<std::atomic<bool>> m_isInFlight;
};

}  // namespace tunescope::analysis
