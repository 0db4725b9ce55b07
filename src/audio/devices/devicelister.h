// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/supervisor/retiredbackends.h"

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace tunescope::audio {

// The outcome of a request for the list of devices.
struct DeviceListing {
  std::vector<DeviceInfo> devices;
  CaptureError error;
  bool isAbandoned = false;
};

// A request for the list of devices under its deadline, apart from the stream. Thread: supervisor. Realtime-safe: no.
class DeviceLister {
 public:
  using Clock = std::chrono::steady_clock;

  bool isBusy() const noexcept { return m_backend != nullptr; }
  // patience: how long each of its calls may take.
  void begin(std::unique_ptr<AudioBackend> backend, Clock::time_point now, Clock::duration patience);
  // The answer, once it has arrived. retired takes the backend.
  std::optional<DeviceListing> poll(Clock::time_point now, RetiredBackends& retired);
  void abandon() { AudioBackend::abandon(std::move(m_backend)); }

 private:
  std::unique_ptr<AudioBackend> m_backend;
  Clock::time_point m_deadline;
  Clock::duration m_patience{};
};

}  // namespace tunescope::audio
