// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace tunescope::audio {

// Errors that may pass with time. A wrong channel or an ambiguous name stays wrong. Thread: any.
bool mayHeal(CaptureErrorCode code) noexcept;
// Requests that the user or the browser has denied are not repeated. Thread: any.
bool isRefusal(CaptureErrorCode code) noexcept;

// The supervisor's record of an absent device: since when, which one it was, how often it was retried,
// and how long to wait before the next attempt. It ends when the device has delivered steadily for a second, so a
// device that comes and goes is given up like one that stays away. Thread: supervisor. Realtime-safe: no.
class Outage {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::milliseconds kSteadyAfter{1000};

  // A stream delivered its last samples then, and is lost. heard: its format, which identifies the device.
  void lost(const Instant& heardLast, const CaptureFormat& heard);
  // The same for a stream that was closed on purpose, to be reopened differently: not reported unless that fails.
  void paused(const Instant& heardLast, const CaptureFormat& heard);
  // The same for a substitute, closed to retry the requested device.
  void lostSubstitute(const Instant& heardLast, const DeviceMatch& wanted);
  // The substitute delivers samples: no audible outage, but the requested device is still away.
  void heardSubstitute(Clock::time_point now) noexcept;
  // A call hung: each leaves a thread behind, so do not retry soon.
  void noteHang() noexcept { m_isHung = true; }
  // Samples arrived. True: the first ones of a reopened device.
  bool heard(Clock::time_point now) noexcept;
  // No samples for a while, though it is open: the device is not steady.
  void fellSilent() noexcept { m_heardSince.reset(); }
  // All is well, or the capture has ended.
  void clear() noexcept { *this = Outage(); }

  bool isOn() const noexcept { return m_since.has_value(); }
  bool isHopeless(Clock::time_point now, std::chrono::milliseconds giveUpAfter) const noexcept {
    return isOn() && now - *m_since >= giveUpAfter;
  }

  std::size_t attempts() const noexcept { return m_attempt; }

  // How long to wait before the next attempt: longer with each.
  Clock::duration nextPause() noexcept;

  // The requested device: the one that was captured, otherwise as requested.
  DeviceMatch wanted(const CaptureRequest& wish) const {
    const bool isKnown = !m_device.text.empty() || !m_device.api.empty();
    return m_since && isKnown ? m_device : wish.device;
  }
  // The next request: as the user made it, but while the outage lasts for the device that was captured, with the time
  // since when samples are missing.
  CaptureRequest requestFor(const CaptureRequest& wish) const;

 private:
  std::optional<Clock::time_point> m_since;
  std::optional<ElapsedClock::time_point> m_silentSince;  // until samples arrive again: not yet in the ring
  std::optional<Clock::time_point> m_heardSince;          // of the reopened stream
  DeviceMatch m_device;                                   // that was heard
  std::size_t m_attempt = 0;
  bool m_isReopened = false;  // its first samples have been reported
  bool m_isHung = false;
};

}  // namespace tunescope::audio
