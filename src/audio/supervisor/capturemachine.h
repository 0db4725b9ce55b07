// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturewishes.h"
#include "audio/devices/devicelister.h"
#include "audio/figures/streamepoch.h"
#include "audio/supervisor/recovery.h"
#include "audio/supervisor/retiredbackends.h"
#include "audio/supervisor/statusreport.h"
#include "audio/supervisor/streamwatch.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace tunescope::audio {

// The state machine behind CaptureSupervisor: opens, watches, times out, abandons and reopens one capture.
// Thread: supervisor; wishes() and figures() also any. Realtime-safe: no.
class CaptureMachine {
 public:
  using Clock = CaptureSupervisor::Clock;

  CaptureMachine(std::shared_ptr<core::SpscRing> ring, BackendFactory factory, CaptureSupervisor::Listener& listener,
                 std::shared_ptr<StreamFacts> facts);
  ~CaptureMachine();
  CaptureMachine(const CaptureMachine&) = delete;
  CaptureMachine& operator=(const CaptureMachine&) = delete;

  CaptureWishes& wishes() noexcept { return m_wishes; }
  CaptureFigures figures() const { return m_watch.figures(); }

  // The functions of CaptureSupervisor with these names.
  void poll(const Instant& now);
  std::chrono::milliseconds pause(Clock::time_point now) const;
  bool isSettled() const;

 private:
  // The present activity. Resting covers Idle, Ended and Failed.
  enum class Phase : std::uint8_t { Resting, Opening, Streaming, Closing, BackingOff };
  enum class AfterClosing : std::uint8_t { Rest, Reopen, ReopenAtOnce };

  void actOnWishes(Clock::time_point now);
  void stopStream(Clock::time_point now);
  void open(Clock::time_point now);
  void pollOpening(Clock::time_point now);
  void pollStreaming(Clock::time_point now);
  void pollClosing(Clock::time_point now);
  void pollDevices(Clock::time_point now);
  void beginListing(Clock::time_point now);
  CaptureRequest requestForOpening() const;
  void began(const BackendEvent& event, Clock::time_point now);
  void openingFailed(CaptureError error, Clock::time_point now);
  void watch(Clock::time_point now);
  bool lookAtDelivery() { return m_watch.lookAtDelivery(*m_backend, m_instant); }
  void resumed();
  void moved(const CaptureFormat& format);
  void heardAgain(Clock::time_point now);
  void close(AfterClosing then, Clock::time_point now);
  void closed(Clock::time_point now);
  void lost(CaptureError error, Clock::time_point now);
  void reopenAtOnce(Clock::time_point now);
  void retryOrGiveUp(CaptureError error, Clock::time_point now);
  void backOff(CaptureError error, Clock::time_point now);
  void rest(CaptureState state, CaptureError error = {});
  void retire(Clock::time_point now);
  void abandonBackend();
  bool hasHungCallReturned();
  void endStream(const CaptureError& reason = {}) { m_stream.end(m_request.source == SourceKind::Device, reason); }
  bool isAnswerDue() const noexcept;

  CaptureWishes m_wishes;

  // Everything below: supervisor only, except the figures.
  StreamEpoch m_stream;
  BackendFactory m_factory;
  CaptureSupervisor::Listener& m_listener;

  StatusReport m_report;
  Phase m_phase = Phase::Resting;
  AfterClosing m_afterClosing = AfterClosing::Rest;
  CaptureRequest m_request;
  std::optional<CaptureRequest> m_next;  // starts when the previous stream is closed
  std::unique_ptr<AudioBackend> m_backend;
  Clock::time_point m_deadline;  // of the call in progress, or the end of backing off
  CaptureError m_lossError;

  Instant m_instant;  // of the present poll
  StreamWatch m_watch;
  Recovery m_recovery;
  std::shared_ptr<std::atomic<bool>> m_hungCall;  // true until the last abandoned call returns

  DeviceLister m_lister;
  RetiredBackends m_retired;
};

}  // namespace tunescope::audio
