// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/devices/devicenames.h"
#include "audio/supervisor/outage.h"
#include "audio/supervisor/substituteinput.h"

#include <variant>
#include <vector>

namespace tunescope::audio {

// Which input is opened after a loss, and when: the lost one, the present default one, or a
// substitute. Thread: supervisor. Realtime-safe: no.
class Recovery {
 public:
  using Clock = std::chrono::steady_clock;

  bool isOn() const noexcept { return m_outage.isOn(); }
  bool isSubstituteOn() const noexcept { return m_substitute.isOn(); }
  bool isHopeless(Clock::time_point now, std::chrono::milliseconds giveUpAfter) const noexcept {
    return m_outage.isHopeless(now, giveUpAfter);
  }
  bool isTimeToLookForWanted(Clock::time_point now) noexcept { return m_substitute.isTimeToLook(now); }
  bool isWantedIn(const std::vector<DeviceInfo>& devices, const CaptureRequest& wish) const {
    return std::holds_alternative<DeviceInfo>(findDevice(devices, m_outage.wanted(wish)));
  }
  CaptureRequest requestFor(const CaptureRequest& wish) const { return m_substitute.requestFor(wish, m_outage); }

  void begin() { *this = Recovery(); }  // another capture
  void end() noexcept { m_outage.clear(); }

  void opened(Clock::time_point now) noexcept {
    m_substitute.opened(now);
    if (!m_outage.isOn() && !m_substitute.isOn()) m_outage.clear();
  }
  // Samples arrived. True: the first ones of a reopened device.
  bool heard(Clock::time_point now) noexcept {
    if (!m_substitute.isOn()) return m_outage.heard(now);
    m_outage.heardSubstitute(now);
    return false;
  }
  void fellSilent() noexcept { m_outage.fellSilent(); }
  void noteHang() noexcept { m_outage.noteHang(); }

  void lost(const CaptureFormat& format, const Instant& heardLast, const CaptureRequest& wish) {
    if (m_substitute.isOn()) return m_outage.lostSubstitute(heardLast, m_outage.wanted(wish));
    CaptureFormat device = deviceToReopen(format);
    device.key = format.key;  // so that no monitor is opened in its place
    m_outage.lost(heardLast, device);
  }
  // Closed on purpose, to be opened at once: with another buffer, or as the new default input.
  void reopening(const CaptureFormat& format, const Instant& heardLast, const CaptureRequest& wish) {
    if (m_substitute.isOn()) {
      lost(format, heardLast, wish);
    } else {
      m_outage.paused(heardLast, deviceToReopen(format));
    }
    m_substitute.reopening();
  }
  // How long to wait before the next attempt, which may be for a substitute.
  Clock::duration nextPause(const CaptureRequest& wish) {
    const Clock::duration pause = m_outage.nextPause();
    m_substitute.takeTurn(wish, m_outage);
    return pause;
  }
  // The requested input is back: open it next.
  void wantedIsThere() noexcept { m_substitute.giveWay(); }
  void wantedIsBack() noexcept { m_substitute.wantedIsBack(); }

 private:
  // The captured device, or the present default one of its API.
  static CaptureFormat deviceToReopen(const CaptureFormat& format) {
    if (!format.followsDefault) return format;
    CaptureFormat anyDefault;
    anyDefault.api = format.api;
    return anyDefault;
  }

  Outage m_outage;
  SubstituteInput m_substitute;
};

}  // namespace tunescope::audio
