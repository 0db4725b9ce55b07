// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace tunescope::audio {

// Errors that time may heal. A wrong channel or an unclear name stays wrong however long one waits. Thread: any.
bool mayHeal(CaptureErrorCode code) noexcept;
// What a person or the browser has said no to is not asked again and again. Thread: any.
bool isRefusal(CaptureErrorCode code) noexcept;

// The book that the supervisor keeps of a device that is away: since when, which one it was, how often it was tried,
// and how long to wait before the next time. It ends when the device has delivered steadily for a second, so that one
// that comes and goes is given up as one that stays away. Thread: supervisor. Realtime-safe: no.
class Outage {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::milliseconds kSteadyAfter{1000};

  // A stream was heard last then, and is no more. heard: its format, which says what device it was.
  void lost(const Instant& heardLast, const CaptureFormat& heard);
  // The same of one that was closed on purpose, to be opened in another way: nothing to tell of, unless that fails.
  void paused(const Instant& heardLast, const CaptureFormat& heard);
  // The same of a stream that stood in for the wanted device, which is tried again.
  void lostSubstitute(const Instant& heardLast, const DeviceMatch& wanted);
  // The substitute is heard: that is no outage to the ear, but the wanted device is still away.
  void heardSubstitute(Clock::time_point now) noexcept;
  // A call hung: each leaves a thread behind, so be slow to make another.
  void noteHang() noexcept { m_isHung = true; }
  // Samples came. True: the first ones of a device that was opened again.
  bool heard(Clock::time_point now) noexcept;
  // None came for a while, though it is open: what follows is not steady.
  void fellSilent() noexcept { m_heardSince.reset(); }
  // All is well, or nothing is wanted any more.
  void clear() noexcept { *this = Outage(); }

  bool isOn() const noexcept { return m_since.has_value(); }
  bool isHopeless(Clock::time_point now, std::chrono::milliseconds giveUpAfter) const noexcept {
    return isOn() && now - *m_since >= giveUpAfter;
  }

  std::size_t attempts() const noexcept { return m_attempt; }

  // How long to wait now before the next attempt: longer with each.
  Clock::duration nextPause() noexcept;

  // The wanted device: the one that was heard, else as it was wished for.
  DeviceMatch wanted(const CaptureRequest& wish) const {
    const bool isKnown = !m_device.text.empty() || !m_device.api.empty();
    return m_since && isKnown ? m_device : wish.device;
  }
  // What to ask for now: as it was wished for, but while the outage lasts the very device that was heard, and since
  // when there has been nothing.
  CaptureRequest requestFor(const CaptureRequest& wish) const;

 private:
  std::optional<Clock::time_point> m_since;
  std::optional<ElapsedClock::time_point>
      m_silentSince;                              // until something is heard again: the ring does not know of it yet
  std::optional<Clock::time_point> m_heardSince;  // of the stream that was opened again
  DeviceMatch m_device;                           // that was heard
  std::size_t m_attempt = 0;
  bool m_isReopened = false;  // its first samples have been told of
  bool m_isHung = false;
};

}  // namespace tunescope::audio
