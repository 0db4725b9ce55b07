// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/supervisor/capturemachine.h"

#include "audio/supervisor/capturepatience.h"

#include <algorithm>
#include <utility>

namespace tunescope::audio {

CaptureMachine::CaptureMachine(std::shared_ptr<core::SpscRing> ring, BackendFactory factory,
                               CaptureSupervisor::Listener& listener, std::shared_ptr<StreamFacts> facts)
    : m_stream(std::move(ring), std::move(facts)),
      m_factory(std::move(factory)),
      m_listener(listener),
      m_report(listener) {}

CaptureMachine::~CaptureMachine() {
  AudioBackend::abandon(std::move(m_backend));
  m_lister.abandon();
  m_retired.poll(Clock::time_point::max());
}

void CaptureMachine::poll(const Instant& instant) {
  m_instant = instant;
  const Clock::time_point now = instant.steady;
  m_stream.poll();
  actOnWishes(now);
  pollDevices(now);
  switch (m_phase) {
    case Phase::Resting:
      break;
    case Phase::Opening:
      pollOpening(now);
      break;
    case Phase::Streaming:
      pollStreaming(now);
      break;
    case Phase::Closing:
      pollClosing(now);
      break;
    case Phase::BackingOff:
      if (now >= m_deadline || hasHungCallReturned()) open(now);
      break;
  }
  m_report.noteAbandoned(m_retired.poll(now));
}

bool CaptureMachine::isSettled() const {
  return m_phase == Phase::Resting && m_wishes.isEmpty() && !m_lister.isBusy() && m_retired.isEmpty() &&
         !m_stream.needsPoll();
}

bool CaptureMachine::isAnswerDue() const noexcept {
  return m_phase == Phase::Opening || m_phase == Phase::Closing || m_lister.isBusy() || !m_retired.isEmpty() ||
         m_stream.needsPoll();
}

std::chrono::milliseconds CaptureMachine::pause(Clock::time_point now) const {
  if (isAnswerDue()) return kBusyPause;
  switch (m_phase) {
    case Phase::Resting:
      return kRestPause;
    case Phase::BackingOff:
      if (m_hungCall) return kSteadyPause;
      return std::clamp(std::chrono::ceil<std::chrono::milliseconds>(m_deadline - now),
                        std::chrono::milliseconds(kBusyPause), std::chrono::milliseconds(kRestPause));
    default:  // wait for the end of a file that is read as fast as possible
      return m_report.state() == CaptureState::Running && m_report.format().isLive ? kSteadyPause : kBusyPause;
  }
}

void CaptureMachine::actOnWishes(Clock::time_point now) {
  CaptureWishes::Wishes wishes = m_wishes.take(m_lister.isBusy());
  if (wishes.devices) beginListing(now);
  if (wishes.fallBack) (m_next ? *m_next : m_request).fallBack = *wishes.fallBack;
  if (wishes.channel) {
    (m_next ? *m_next : m_request).channel = *wishes.channel;
    if (!m_next && m_backend) m_backend->setChannel(*wishes.channel);
  }
  if (!wishes.stop) return;
  m_next = std::move(wishes.start);
  stopStream(now);
}

void CaptureMachine::beginListing(Clock::time_point now) {
  std::unique_ptr<AudioBackend> backend = m_factory(SourceKind::Device);
  if (backend) {
    m_lister.begin(std::move(backend), now, kCallDeadline);
  } else {
    m_listener.devicesListed({}, {.code = CaptureErrorCode::NoSuchApi, .device = {}, .detail = {}});
  }
}

// Stops whatever is in progress; then m_next begins, if there is one.
void CaptureMachine::stopStream(Clock::time_point now) {
  switch (m_phase) {
    case Phase::Opening:
    case Phase::Streaming:
      close(AfterClosing::Rest, now);
      break;
    case Phase::Closing:
      m_afterClosing = AfterClosing::Rest;
      break;
    case Phase::BackingOff:
      endStream();
      closed(now);
      break;
    case Phase::Resting:
      closed(now);
      break;
  }
}

void CaptureMachine::open(Clock::time_point now) {
  m_hungCall.reset();
  const StreamProducer& producer = m_stream.begin();
  m_report.opening(m_stream.number());
  m_backend = m_factory(m_request.source);
  if (!m_backend) {
    rest(CaptureState::Failed, {.code = CaptureErrorCode::NoSuchApi, .device = {}, .detail = "not in this build"});
    return;
  }
  m_phase = Phase::Opening;
  m_deadline = openingDeadline(m_request.source, now);
  m_watch.opening();
  if (m_report.state() != CaptureState::Waiting) m_report.setState(CaptureState::Opening);
  m_backend->start(requestForOpening(), producer);
}

CaptureRequest CaptureMachine::requestForOpening() const {
  CaptureRequest request = m_recovery.requestFor(m_request);
  m_watch.adapt(request);
  return request;
}

void CaptureMachine::pollOpening(Clock::time_point now) {
  while (const auto event = m_backend->takeEvent()) {
    if (event->kind == BackendEvent::Kind::Started) return began(*event, now);
    if (event->kind == BackendEvent::Kind::Progress) m_deadline = openingDeadline(m_request.source, now);
    if (event->kind == BackendEvent::Kind::Asking) {
      m_deadline = Clock::time_point::max();
      m_report.setState(CaptureState::Asking);
    }
    if (event->kind == BackendEvent::Kind::StartFailed) {
      retire(now);
      return openingFailed(event->error, now);
    }
  }
  if (now < m_deadline) return;
  abandonBackend();
  openingFailed(
      {.code = CaptureErrorCode::TimedOut, .device = m_request.device.text, .detail = "opening it did not return"},
      now);
}

void CaptureMachine::began(const BackendEvent& event, Clock::time_point now) {
  m_phase = Phase::Streaming;
  m_report.opened(event.format, m_recovery.isSubstituteOn());
  m_watch.opened(event.format, m_stream.number(), m_instant);
  m_recovery.opened(now);
  if (!m_recovery.isOn()) m_report.setState(CaptureState::Running);  // after an outage: when samples come
  pollStreaming(now);
}

void CaptureMachine::openingFailed(CaptureError error, Clock::time_point now) {
  if (m_recovery.isOn() && !isRefusal(error.code)) {
    retryOrGiveUp(std::move(error), now);
  } else if (m_request.waitForDevice && mayHeal(error.code)) {
    backOff(std::move(error), now);
  } else {
    rest(CaptureState::Failed, std::move(error));
  }
}

void CaptureMachine::pollStreaming(Clock::time_point now) {
  watch(now);
  if (m_phase != Phase::Streaming) return;
  if (!m_lister.isBusy() && m_recovery.isTimeToLookForWanted(now)) beginListing(now);
  while (const auto event = m_backend->takeEvent()) {
    if (event->kind == BackendEvent::Kind::Ended) {
      retire(now);
      return rest(CaptureState::Ended, event->error);
    }
    if (event->kind == BackendEvent::Kind::Lost) {
      lookAtDelivery();  // it has pushed the samples it held back
      retire(now);
      return lost(event->error, now);
    }
    if (event->kind == BackendEvent::Kind::Interrupted) m_report.setState(CaptureState::Interrupted, event->error);
    if (event->kind == BackendEvent::Kind::Resumed) resumed();
    if (event->kind == BackendEvent::Kind::Moved) moved(event->format);
    if (event->kind == BackendEvent::Kind::Outdated) return close(AfterClosing::ReopenAtOnce, now);
  }
}

void CaptureMachine::watch(Clock::time_point now) {
  if (!m_report.format().isLive) return;  // a file waits for its reader, a pipe for its writer
  if (m_watch.needsLargerBuffer(*m_backend, now)) return close(AfterClosing::ReopenAtOnce, now);
  if (lookAtDelivery()) return heardAgain(now);
  if (m_report.state() == CaptureState::Interrupted) return;  // whatever holds it reports the end of that
  const auto silence = m_watch.silence(m_instant);
  if (silence >= kNoDataAfter && m_report.state() == CaptureState::Running) {
    m_recovery.fellSilent();
    m_report.setState(CaptureState::NoData);
  }
  if (silence < kLostAfter || m_request.source != SourceKind::Device) return;
  m_lossError = {.code = CaptureErrorCode::DeviceLost,
                 .device = m_report.format().source,
                 .detail = "it is open and delivers nothing"};
  close(AfterClosing::Reopen, now);
}

void CaptureMachine::resumed() {
  m_watch.resumed(m_instant);
  if (m_report.state() == CaptureState::Interrupted) m_report.setState(CaptureState::Running);
}

// After a loss, reopen the device that was captured.
void CaptureMachine::moved(const CaptureFormat& format) {
  m_watch.moved(m_report.format(), format, m_stream.number(), m_instant);
  m_report.moved(format);
}

void CaptureMachine::heardAgain(Clock::time_point now) {
  if (m_recovery.heard(now)) m_report.noteReopened();
  if (m_report.state() != CaptureState::Running) m_report.setState(CaptureState::Running);
}

void CaptureMachine::close(AfterClosing then, Clock::time_point now) {
  m_phase = Phase::Closing;
  m_afterClosing = then;
  m_deadline = now + kCallDeadline;
  m_backend->stop();
  pollClosing(now);
}

void CaptureMachine::pollClosing(Clock::time_point now) {
  bool isStopped = false;
  while (const auto event = m_backend->takeEvent()) isStopped = isStopped || event->kind == BackendEvent::Kind::Stopped;
  if (isStopped) {
    lookAtDelivery();  // the samples that arrived while it was being closed are in the ring
    retire(now);
  } else if (now >= m_deadline) {
    abandonBackend();
  } else {
    return;
  }
  if (m_afterClosing == AfterClosing::ReopenAtOnce) return reopenAtOnce(now);
  if (m_afterClosing == AfterClosing::Reopen) return lost(std::exchange(m_lossError, {}), now);
  // Report a hung stop unless a new stream is pending.
  if (!isStopped && !m_next) {
    rest(CaptureState::Failed, {.code = CaptureErrorCode::TimedOut,
                                .device = m_report.format().source,
                                .detail = "closing it did not return"});
    return;
  }
  endStream();
  closed(now);
}

// Closed on request.
void CaptureMachine::closed(Clock::time_point now) {
  m_phase = Phase::Resting;
  m_recovery.end();
  if (!m_next) return m_report.setState(CaptureState::Idle);
  m_request = *std::exchange(m_next, std::nullopt);
  m_report.beginCapture();
  m_recovery.begin();
  m_watch.begin(m_request);
  open(now);
}

void CaptureMachine::lost(CaptureError error, Clock::time_point now) {
  if (m_request.source != SourceKind::Device || isRefusal(error.code)) {
    return rest(CaptureState::Failed, std::move(error));
  }
  m_recovery.lost(m_report.format(), m_watch.heardLast(), m_request);
  retryOrGiveUp(std::move(error), now);
}

// Closed on purpose, to reopen it differently or to open the new default input: nothing is wrong, so do not wait.
void CaptureMachine::reopenAtOnce(Clock::time_point now) {
  m_recovery.reopening(m_report.format(), m_watch.heardLast(), m_request);
  m_report.setGrowths(m_watch.growths());
  open(now);
}

void CaptureMachine::retryOrGiveUp(CaptureError error, Clock::time_point now) {
  if (error.device.empty()) error.device = m_report.format().source;
  if (error.code != CaptureErrorCode::DeviceLost) error.cause = error.code;
  error.code = CaptureErrorCode::DeviceLost;
  if (m_recovery.isHopeless(now, m_request.giveUpAfter)) return rest(CaptureState::Failed, std::move(error));
  backOff(std::move(error), now);
}

void CaptureMachine::backOff(CaptureError error, Clock::time_point now) {
  m_phase = Phase::BackingOff;
  m_deadline = now + m_recovery.nextPause(m_request);
  m_report.setWaiting(std::move(error));
}

void CaptureMachine::rest(CaptureState state, CaptureError error) {
  m_phase = Phase::Resting;
  m_recovery.end();
  endStream(error);
  m_report.setState(state, std::move(error));
}

void CaptureMachine::retire(Clock::time_point now) {
  m_watch.ended();
  m_retired.add(std::move(m_backend), now + kCallDeadline);
}

void CaptureMachine::abandonBackend() {
  m_stream.revoke();  // first of all, so that nothing it still writes arrives
  lookAtDelivery();   // the samples until now are in the ring
  m_report.noteAbandoned(1);
  m_watch.ended();
  m_recovery.noteHang();
  m_hungCall = std::make_shared<std::atomic<bool>>(true);
  AudioBackend::abandon(std::move(m_backend), m_hungCall);
}

// The sound system answers again.
bool CaptureMachine::hasHungCallReturned() {
  if (!m_hungCall || m_hungCall->load(std::memory_order_relaxed)) return false;
  m_hungCall.reset();
  return true;
}

void CaptureMachine::pollDevices(Clock::time_point now) {
  const auto listing = m_lister.poll(now, m_retired);
  if (!listing) return;
  m_report.noteAbandoned(listing->isAbandoned ? 1 : 0);
  m_listener.devicesListed(listing->devices, listing->error);
  if (m_request.source != SourceKind::Device) return;
  if (!m_recovery.isWantedIn(listing->devices, m_request)) return;
  if (m_phase == Phase::BackingOff && m_deadline - now <= kRestPause) {  // plugged in: try it first
    m_recovery.wantedIsThere();
    m_deadline = std::min(m_deadline, now);
  } else if (m_phase == Phase::Streaming && m_recovery.isSubstituteOn()) {
    m_recovery.wantedIsBack();
    close(AfterClosing::ReopenAtOnce, now);
  }
}

}  // namespace tunescope::audio
