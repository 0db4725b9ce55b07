// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/supervisor/capturesupervisor.h"

#include <string>
#include <utility>

namespace tunescope::audio {

// The status of a capture, and its reports to the listener. Thread: supervisor. Realtime-safe: no.
class StatusReport {
 public:
  explicit StatusReport(CaptureSupervisor::Listener& listener) : m_listener(listener) {}

  const CaptureStatus& status() const noexcept { return m_status; }
  CaptureState state() const noexcept { return m_status.state; }
  const CaptureFormat& format() const noexcept { return m_status.format; }

  // Another capture: only the count of hung calls continues.
  void beginCapture() {
    CaptureStatus next;
    next.epoch = m_status.epoch;
    next.abandoned = m_status.abandoned;
    m_status = std::move(next);
  }
  void opening(std::uint32_t epoch) noexcept { m_status.epoch = epoch; }
  void opened(const CaptureFormat& format, bool isFallback) {
    const CaptureFormat& before = m_status.format;
    const bool isFollowed = before.followsDefault && format.followsDefault && before.key != format.key;
    m_status.followedFrom = isFollowed ? before.source : std::string();
    if (format.key.empty() || before.key != format.key) m_status.movedFrom.clear();
    m_status.format = format;
    m_status.isFallback = isFallback;
  }
  // The sound server delivers another input.
  void moved(const CaptureFormat& format) {
    if (m_status.movedFrom.empty()) m_status.movedFrom = m_status.format.source;
    m_status.format = format;
    m_status.followedFrom.clear();
    if (m_status.movedFrom == format.source) m_status.movedFrom.clear();
    setState(m_status.state, m_status.error);
  }
  void noteReopened() noexcept { ++m_status.reopened; }
  void noteAbandoned(std::uint32_t backends) noexcept { m_status.abandoned += backends; }
  void setGrowths(std::uint32_t growths) noexcept { m_status.growths = growths; }

  void setState(CaptureState state, CaptureError error = {}) {
    if (state == m_status.state && error.code == m_status.error.code && state == CaptureState::Idle) return;
    m_status.state = state;
    m_status.error = std::move(error);
    m_listener.captureStatusChanged(m_status);
  }
  // Once for each reason, not for each attempt.
  void setWaiting(CaptureError error) {
    const CaptureError& reported = m_status.error;
    const bool isSame = reported.code == error.code && reported.cause == error.cause;
    if (m_status.state != CaptureState::Waiting || !isSame) setState(CaptureState::Waiting, std::move(error));
  }

 private:
  CaptureSupervisor::Listener& m_listener;
  CaptureStatus m_status;
};

}  // namespace tunescope::audio
