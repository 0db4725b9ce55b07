// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <mutex>
#include <optional>
#include <utility>

namespace tunescope::audio {

// Requests that the supervisor has not acted on yet; a later request replaces an earlier one of its kind. Thread: any.
// Realtime-safe: no.
class CaptureWishes {
 public:
  struct Wishes {
    bool stop = false;
    bool devices = false;
    std::optional<CaptureRequest> start;   // after the stop
    std::optional<bool> fallBack;          // of what is under way
    std::optional<ChannelChoice> channel;  // of what is under way
  };

  void start(const CaptureRequest& request) {
    const std::lock_guard lock(m_mutex);
    m_wishes.stop = true;
    m_wishes.start = request;
    m_wishes.fallBack.reset();  // it has its own
    m_wishes.channel.reset();
  }

  void stop() {
    const std::lock_guard lock(m_mutex);
    m_wishes.stop = true;
    m_wishes.start.reset();
  }

  void setFallBack(bool mayFallBack) {
    const std::lock_guard lock(m_mutex);
    if (m_wishes.start) {
      m_wishes.start->fallBack = mayFallBack;
    } else {
      m_wishes.fallBack = mayFallBack;
    }
  }

  void setChannel(const ChannelChoice& channel) {
    const std::lock_guard lock(m_mutex);
    if (m_wishes.start) {
      m_wishes.start->channel = channel;
    } else {
      m_wishes.channel = channel;
    }
  }

  void listDevices() {
    const std::lock_guard lock(m_mutex);
    m_wishes.devices = true;
  }

  // Takes the requests. One list of devices is made at a time: its answer also serves requests that arrived before
  // it began, but a request that arrives while isListing gets another list afterwards.
  Wishes take(bool isListing) {
    const std::lock_guard lock(m_mutex);
    Wishes taken = std::exchange(m_wishes, Wishes{});
    if (taken.devices && isListing) m_wishes.devices = std::exchange(taken.devices, false);
    return taken;
  }

  bool isEmpty() const {
    const std::lock_guard lock(m_mutex);
    return !m_wishes.stop && !m_wishes.devices && !m_wishes.fallBack && !m_wishes.channel;
  }

 private:
  mutable std::mutex m_mutex;
  Wishes m_wishes;  // under m_mutex
};

}  // namespace tunescope::audio
