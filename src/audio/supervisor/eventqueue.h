// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace tunescope::audio {

// Events on their way from a backend's thread to the supervisor. Thread: any. Realtime-safe: no.
class EventQueue {
 public:
  void post(BackendEvent event) {
    const std::lock_guard lock(m_mutex);
    m_events.push_back(std::move(event));
  }

  void post(BackendEvent::Kind kind) { post(kind, CaptureError()); }

  void post(BackendEvent::Kind kind, CaptureError error) {
    BackendEvent event;
    event.kind = kind;
    event.error = std::move(error);
    post(std::move(event));
  }

  void post(BackendEvent::Kind kind, CaptureFormat format) {
    BackendEvent event;
    event.kind = kind;
    event.format = std::move(format);
    post(std::move(event));
  }

  // The last event of a stream that ended by itself.
  void postEnd(const CaptureError& error) {
    const bool isClean = !error || isRemark(error.code);
    post(isClean ? BackendEvent::Kind::Ended : BackendEvent::Kind::Lost, error);
  }

  void postStarted(CaptureFormat format) { post(BackendEvent::Kind::Started, std::move(format)); }

  std::optional<BackendEvent> take() {
    const std::lock_guard lock(m_mutex);
    if (m_events.empty()) return std::nullopt;
    std::optional<BackendEvent> event(std::move(m_events.front()));
    m_events.pop_front();
    return event;
  }

 private:
  std::mutex m_mutex;
  std::deque<BackendEvent> m_events;
};

}  // namespace tunescope::audio
