// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"
#include "audio/streamfigures.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tunescope::audio {

enum class CaptureState : std::uint8_t {
  Idle,     // nothing is captured
  Opening,  // a start is under way
  Asking,   // a person is asked for leave
  Waiting,  // the device is not there; tried again until it is
  Running,
  NoData,       // open, but the source delivers nothing
  Interrupted,  // open, but the system holds it; error says why
  Ended,        // the input was read to its end; error may hold a remark
  Failed        // error says why; start() tries again
};

struct CaptureStatus {
  CaptureState state = CaptureState::Idle;
  CaptureFormat format;  // of the stream that runs or ran last
  CaptureError error;    // of Failed and Waiting
  std::uint32_t epoch = 0;
  std::uint32_t reopened = 0;   // how often a lost device was opened again
  std::uint32_t abandoned = 0;  // backends whose call hung
  std::uint32_t growths = 0;    // how often the buffer was made larger, because samples were overrun
  std::string movedFrom;     // what was opened, while the sound server lets another input be heard: by a person's wish
  std::string followedFrom;  // what was heard before another input became the default one, which was asked for
  bool isFallback = false;   // another input than the one that is wanted is heard, until that is back
};

// Opens, watches, times out, abandons and reopens: the only caller of a backend. It is a state machine without a thread
// of its own: poll(now) moves it on (natively from SupervisorThread, on the web from a timer).
class CaptureSupervisor {
 public:
  using Clock = std::chrono::steady_clock;

  // Called from poll(), so in the supervisor's thread.
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void captureStatusChanged(const CaptureStatus& status) = 0;
    virtual void devicesListed(const std::vector<DeviceInfo>& devices, const CaptureError& error) = 0;
  };

  // facts: where streams leave what is known of them, for whoever reads the ring.
  CaptureSupervisor(std::shared_ptr<core::SpscRing> ring, BackendFactory factory, Listener& listener,
                    std::shared_ptr<StreamFacts> facts = {});
  ~CaptureSupervisor();
  CaptureSupervisor(const CaptureSupervisor&) = delete;
  CaptureSupervisor& operator=(const CaptureSupervisor&) = delete;

  // Wishes; each returns at once and is acted on by the next poll(). Thread: any. Realtime-safe: no.
  void start(const CaptureRequest& request);  // stops what runs first
  void stop();
  void refreshDevices();
  // CaptureRequest::fallBack of what runs, which goes on: it counts from the next time that the device is away.
  void setFallBack(bool mayFallBack);
  // CaptureRequest::channel of what runs, which goes on: the frames hold it, and it is there when a device is reopened.
  void setChannel(const ChannelChoice& channel);

  // How it does just now, looked at with each poll. Thread: any. Realtime-safe: no. Waits for nothing.
  CaptureFigures figures() const;

  // Thread: supervisor. Realtime-safe: no.
  void poll(const Instant& now);
  // How soon to poll again when nothing is wished for meanwhile: 10 ms while an answer is due, 100 ms while a live
  // stream runs well, a second at rest.
  std::chrono::milliseconds pause(Clock::time_point now) const;
  bool isSettled() const;  // nothing under way: it may be destroyed without abandoning anything

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio
