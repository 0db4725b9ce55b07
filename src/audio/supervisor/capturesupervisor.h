// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"
#include "audio/figures/streamfigures.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tunescope::audio {

enum class CaptureState : std::uint8_t {
  Idle,     // nothing is captured
  Opening,  // a start is under way
  Asking,   // waiting for the user's permission; no timeout
  Waiting,  // the device is not available; retried until it is
  Running,
  NoData,       // open, but the source delivers nothing
  Interrupted,  // open, but the system holds it; error says why
  Ended,        // the input was read to its end; error may hold a remark
  Failed        // error says why; start() tries again
};

struct CaptureStatus {
  CaptureState state = CaptureState::Idle;
  CaptureFormat format;  // of the running stream, or of the last one
  CaptureError error;    // of Failed and Waiting
  std::uint32_t epoch = 0;
  std::uint32_t reopened = 0;   // how often a lost device was reopened
  std::uint32_t abandoned = 0;  // backends whose call hung
  std::uint32_t growths = 0;    // how often the buffer was enlarged because of overruns
  // The input that was opened, while the sound server routes another one to the stream at the user's request.
  std::string movedFrom;
  std::string followedFrom;  // the previous default input, if the default was requested and has changed
  bool isFallback = false;   // a substitute is captured until the requested input is back
};

class CaptureMachine;

// Opens, watches, times out, abandons and reopens: the only caller of a backend. It is a state machine without a thread
// of its own, driven by poll(now) (natively from SupervisorThread, on the web from a timer).
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

  // facts: where streams store what is known of them, for the reader of the ring.
  CaptureSupervisor(std::shared_ptr<core::SpscRing> ring, BackendFactory factory, Listener& listener,
                    std::shared_ptr<StreamFacts> facts = {});
  ~CaptureSupervisor();
  CaptureSupervisor(const CaptureSupervisor&) = delete;
  CaptureSupervisor& operator=(const CaptureSupervisor&) = delete;

  // Requests; each returns at once, and the next poll() acts on it. Thread: any. Realtime-safe: no.
  void start(const CaptureRequest& request);  // stops the present capture first
  void stop();
  void refreshDevices();
  // CaptureRequest::fallBack of the running capture, which continues: it applies the next time that the device is away.
  void setFallBack(bool mayFallBack);
  // CaptureRequest::channel of the running capture, which continues: the frames hold it, also after a reopening.
  void setChannel(const ChannelChoice& channel);

  // The figures as of the last poll. Never waits for a device. Thread: any. Realtime-safe: no.
  CaptureFigures figures() const;

  // Thread: supervisor. Realtime-safe: no.
  void poll(const Instant& now);
  // How soon to poll again without further requests: 10 ms while an answer is due, 100 ms while a live
  // stream runs well, a second at rest.
  std::chrono::milliseconds pause(Clock::time_point now) const;
  bool isSettled() const;  // nothing in progress: it may be destroyed without abandoning anything

 private:
  std::unique_ptr<CaptureMachine> m_machine;
};

}  // namespace tunescope::audio
