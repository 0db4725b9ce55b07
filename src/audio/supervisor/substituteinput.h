// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"
#include "audio/supervisor/capturepatience.h"
#include "audio/supervisor/outage.h"

#include <chrono>

namespace tunescope::audio {

// Whether a substitute is captured, and when to check for the requested input. Thread: supervisor.
// Realtime-safe: no.
class SubstituteInput {
 public:
  using Clock = std::chrono::steady_clock;

  bool isOn() const noexcept { return m_isOn; }

  // Before another attempt: tries the requested device and a substitute in turns, once that is allowed.
  void takeTurn(const CaptureRequest& wish, const Outage& outage) { m_isOn = !m_isOn && isAllowed(wish, outage); }
  // The requested device is the next to try.
  void giveWay() noexcept { m_isOn = false; }

  // The next request.
  CaptureRequest requestFor(const CaptureRequest& wish, const Outage& outage) const {
    CaptureRequest request = outage.requestFor(wish);
    if (!m_isOn) return request;
    request.device = {.api = wish.device.api, .text = {}, .occurrence = 0, .isExact = false};
    request.followsDefault = false;
    return request;
  }

  void opened(Clock::time_point now) noexcept { m_nextLook = now + kLookForWantedEvery; }
  // Whether to check now if the requested device is back.
  bool isTimeToLook(Clock::time_point now) noexcept {
    if (!m_isOn || now < m_nextLook) return false;
    m_nextLook = now + kLookForWantedEvery;
    return true;
  }
  // It is back: open it next.
  void wantedIsBack() noexcept { m_isWantedBack = true; }
  // The stream was closed on purpose and is reopened.
  void reopening() noexcept {
    m_isOn = m_isOn && !m_isWantedBack;
    m_isWantedBack = false;
  }

 private:
  // Substitutes are allowed, the requested device was tried, and it is not the default one.
  static bool isAllowed(const CaptureRequest& wish, const Outage& outage) {
    return wish.source == SourceKind::Device && wish.fallBack && outage.attempts() >= kTriesBeforeFallingBack &&
           !outage.wanted(wish).text.empty();
  }

  bool m_isOn = false;
  bool m_isWantedBack = false;
  Clock::time_point m_nextLook;
};

}  // namespace tunescope::audio
