// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturepatience.h"
#include "audio/capturetypes.h"
#include "audio/outage.h"

#include <chrono>

namespace tunescope::audio {

// Whether another input stands in for the wanted one, and when to look whether that is back. Thread: supervisor.
// Realtime-safe: no.
class SubstituteInput {
 public:
  using Clock = std::chrono::steady_clock;

  bool isOn() const noexcept { return m_isOn; }

  // Before another attempt: the wanted device and another one are tried in turns, from when that is allowed.
  void takeTurn(const CaptureRequest& wish, const Outage& outage) { m_isOn = !m_isOn && isAllowed(wish, outage); }
  // The wanted device is the next that is tried.
  void giveWay() noexcept { m_isOn = false; }

  // What to ask for now.
  CaptureRequest requestFor(const CaptureRequest& wish, const Outage& outage) const {
    CaptureRequest request = outage.requestFor(wish);
    if (!m_isOn) return request;
    request.device = {.api = wish.device.api, .text = {}, .occurrence = 0, .isExact = false};
    request.followsDefault = false;
    return request;
  }

  void opened(Clock::time_point now) noexcept { m_nextLook = now + kLookForWantedEvery; }
  // Whether to look now if the wanted device is there again.
  bool isTimeToLook(Clock::time_point now) noexcept {
    if (!m_isOn || now < m_nextLook) return false;
    m_nextLook = now + kLookForWantedEvery;
    return true;
  }
  // It is: what is opened next is that.
  void wantedIsBack() noexcept { m_isWantedBack = true; }
  // The stream was closed on purpose and is opened again.
  void reopening() noexcept {
    m_isOn = m_isOn && !m_isWantedBack;
    m_isWantedBack = false;
  }

 private:
  // It is wished for, the wanted device was tried, and that is not the default one.
  static bool isAllowed(const CaptureRequest& wish, const Outage& outage) {
    return wish.source == SourceKind::Device && wish.fallBack && outage.attempts() >= kTriesBeforeFallingBack &&
           !outage.wanted(wish).text.empty();
  }

  bool m_isOn = false;
  bool m_isWantedBack = false;
  Clock::time_point m_nextLook;
};

}  // namespace tunescope::audio
