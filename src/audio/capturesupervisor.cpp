// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/capturesupervisor.h"

#include "audio/devicelister.h"
#include "audio/outage.h"
#include "audio/retiredbackends.h"

#include <mutex>
#include <optional>
#include <utility>

namespace tunescope::audio {

namespace {

using namespace std::chrono_literals;
using Clock = CaptureSupervisor::Clock;

constexpr auto kCallDeadline = 2s;
constexpr auto kFileOpeningDeadline = 10s;  // some formats are read once from end to end for their length
constexpr auto kNoDataAfter = 500ms;
constexpr auto kLostAfter = 3s;  // of a device that is open and delivers nothing

// Errors that time may heal. A wrong channel or an unclear name stays wrong however long one waits.
bool mayHeal(CaptureErrorCode code) {
  switch (code) {
    case CaptureErrorCode::NoDevices:
    case CaptureErrorCode::NoSuchDevice:
    case CaptureErrorCode::Busy:
    case CaptureErrorCode::Refused:
    case CaptureErrorCode::Unreachable:
    case CaptureErrorCode::TimedOut:
    case CaptureErrorCode::DeviceLost:
    case CaptureErrorCode::Internal:
      return true;
    default:
      return false;
  }
}

// What a person or the browser has said no to is not asked again and again.
bool isRefusal(CaptureErrorCode code) {
  return code == CaptureErrorCode::Unreadable || code == CaptureErrorCode::Dismissed ||
         code == CaptureErrorCode::Insecure || code == CaptureErrorCode::NoCaptureApi;
}

// Standard input is no call that hangs: whoever writes it may take his time.
Clock::time_point openingDeadline(SourceKind source, Clock::time_point now) {
  switch (source) {
    case SourceKind::StandardInput:
      return Clock::time_point::max();
    case SourceKind::File:
      return now + kFileOpeningDeadline;
    default:
      return now + kCallDeadline;
  }
}

}  // namespace

class CaptureSupervisor::Impl {
 public:
  Impl(std::shared_ptr<core::SpscRing> ring, BackendFactory factory, Listener& listener)
      : m_ring(std::move(ring)), m_factory(std::move(factory)), m_listener(listener) {}

  ~Impl() {
    AudioBackend::abandon(std::move(m_backend));
    m_lister.abandon();
    m_retired.poll(Clock::time_point::max());
  }

  void wishStart(const CaptureRequest& request) {
    const std::lock_guard lock(m_wishMutex);
    m_wishes.stop = true;
    m_wishes.start = request;
  }

  void wishStop() {
    const std::lock_guard lock(m_wishMutex);
    m_wishes.stop = true;
    m_wishes.start.reset();
  }

  void wishDevices() {
    const std::lock_guard lock(m_wishMutex);
    m_wishes.devices = true;
  }

  void poll(Clock::time_point now);
  bool isSettled() const;

 private:
  // What is done about the stream just now. Resting covers Idle, Ended and Failed.
  enum class Phase : std::uint8_t { Resting, Opening, Streaming, Closing, BackingOff };
  enum class AfterClosing : std::uint8_t { Rest, Reopen };

  struct Wishes {
    bool stop = false;
    bool devices = false;
    std::optional<CaptureRequest> start;
  };

  void actOnWishes(Clock::time_point now);
  void stopStream(Clock::time_point now);
  void open(Clock::time_point now);
  void pollOpening(Clock::time_point now);
  void pollStreaming(Clock::time_point now);
  void pollClosing(Clock::time_point now);
  void pollDevices(Clock::time_point now);
  void began(const BackendEvent& event, Clock::time_point now);
  void openingFailed(CaptureError error, Clock::time_point now);
  void watch(Clock::time_point now);
  void resumed(Clock::time_point now);
  void heardAgain(Clock::time_point now);
  void close(AfterClosing then, Clock::time_point now);
  void closed(Clock::time_point now);
  void lost(CaptureError error, Clock::time_point now);
  void retryOrGiveUp(CaptureError error, Clock::time_point now);
  void backOff(CaptureError error, Clock::time_point now);
  void rest(CaptureState state, CaptureError error = {});
  void retire(Clock::time_point now) { m_retired.add(std::move(m_backend), now + kCallDeadline); }
  void abandonBackend();
  void endStream();
  void putEndMark();
  void setState(CaptureState state, CaptureError error = {});

  std::shared_ptr<core::SpscRing> m_ring;
  BackendFactory m_factory;
  Listener& m_listener;

  mutable std::mutex m_wishMutex;
  Wishes m_wishes;  // under m_wishMutex

  // All below: supervisor only.
  CaptureStatus m_status;
  Phase m_phase = Phase::Resting;
  AfterClosing m_afterClosing = AfterClosing::Rest;
  CaptureRequest m_request;
  std::optional<CaptureRequest> m_next;  // starts when the stream before it is closed
  std::unique_ptr<AudioBackend> m_backend;
  core::RingProducer m_producer;
  bool m_needsEndMark = false;
  Clock::time_point m_deadline;  // of the call under way, or when backing off is over
  CaptureError m_lossError;

  std::uint64_t m_delivered = 0;
  Clock::time_point m_lastProgress;
  Outage m_outage;

  DeviceLister m_lister;
  RetiredBackends m_retired;
};

void CaptureSupervisor::Impl::poll(Clock::time_point now) {
  putEndMark();
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
      if (now >= m_deadline) open(now);
      break;
  }
  m_status.abandoned += m_retired.poll(now);
}

bool CaptureSupervisor::Impl::isSettled() const {
  const std::lock_guard lock(m_wishMutex);
  return m_phase == Phase::Resting && !m_wishes.stop && !m_wishes.devices && !m_lister.isBusy() &&
         m_retired.isEmpty() && !m_needsEndMark;
}

void CaptureSupervisor::Impl::actOnWishes(Clock::time_point now) {
  Wishes wishes;
  {
    const std::lock_guard lock(m_wishMutex);
    // One question at a time: its answer is new enough for whoever asked meanwhile, but who asks after it gets his own.
    wishes = std::exchange(m_wishes, Wishes{});
    if (wishes.devices && m_lister.isBusy()) m_wishes.devices = std::exchange(wishes.devices, false);
  }
  if (wishes.devices) {
    std::unique_ptr<AudioBackend> backend = m_factory(SourceKind::Device);
    if (backend) {
      m_lister.begin(std::move(backend), now + kCallDeadline);
    } else {
      m_listener.devicesListed({}, {.code = CaptureErrorCode::NoSuchApi, .device = {}, .detail = {}});
    }
  }
  if (!wishes.stop) return;
  m_next = std::move(wishes.start);
  stopStream(now);
}

// Brings whatever is under way to rest; then m_next begins, if there is one.
void CaptureSupervisor::Impl::stopStream(Clock::time_point now) {
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

void CaptureSupervisor::Impl::open(Clock::time_point now) {
  m_backend = m_factory(m_request.source);
  if (!m_backend) {
    rest(CaptureState::Failed, {.code = CaptureErrorCode::NoSuchApi, .device = {}, .detail = "not in this build"});
    return;
  }
  m_needsEndMark = false;
  m_producer = core::RingProducer(m_ring);
  m_status.epoch = m_producer.epoch();
  m_phase = Phase::Opening;
  m_deadline = openingDeadline(m_request.source, now);
  m_delivered = 0;
  if (m_status.state != CaptureState::Waiting) setState(CaptureState::Opening);
  m_backend->start(m_outage.requestFor(m_request), m_producer);
}

void CaptureSupervisor::Impl::pollOpening(Clock::time_point now) {
  while (const auto event = m_backend->takeEvent()) {
    if (event->kind == BackendEvent::Kind::Started) return began(*event, now);
    if (event->kind == BackendEvent::Kind::Asking) {
      m_deadline = Clock::time_point::max();
      setState(CaptureState::Asking);
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

void CaptureSupervisor::Impl::began(const BackendEvent& event, Clock::time_point now) {
  m_phase = Phase::Streaming;
  m_status.format = event.format;
  m_lastProgress = now;
  // After an outage it counts as running only when something is heard.
  if (!m_outage.isOn()) {
    m_outage.clear();
    setState(CaptureState::Running);
  }
  pollStreaming(now);
}

void CaptureSupervisor::Impl::openingFailed(CaptureError error, Clock::time_point now) {
  if (m_outage.isOn() && !isRefusal(error.code)) {
    retryOrGiveUp(std::move(error), now);
  } else if (m_request.waitForDevice && mayHeal(error.code)) {
    backOff(std::move(error), now);
  } else {
    rest(CaptureState::Failed, std::move(error));
  }
}

void CaptureSupervisor::Impl::pollStreaming(Clock::time_point now) {
  watch(now);
  if (m_phase != Phase::Streaming) return;
  while (const auto event = m_backend->takeEvent()) {
    if (event->kind == BackendEvent::Kind::Ended) {
      retire(now);
      return rest(CaptureState::Ended);
    }
    if (event->kind == BackendEvent::Kind::Lost) {
      retire(now);
      return lost(event->error, now);
    }
    if (event->kind == BackendEvent::Kind::Interrupted) setState(CaptureState::Interrupted, event->error);
    if (event->kind == BackendEvent::Kind::Resumed) resumed(now);
  }
}

void CaptureSupervisor::Impl::watch(Clock::time_point now) {
  if (!m_status.format.isLive) return;  // a file waits for its reader, a pipe for its writer
  const std::uint64_t delivered = m_backend->deliveredFrames();
  if (delivered != m_delivered) {
    m_delivered = delivered;
    m_lastProgress = now;
    return heardAgain(now);
  }
  if (m_status.state == CaptureState::Interrupted) return;  // whoever holds it will say when that is over
  const auto silence = now - m_lastProgress;
  if (silence >= kNoDataAfter && m_status.state == CaptureState::Running) {
    m_outage.fellSilent();
    setState(CaptureState::NoData);
  }
  if (silence < kLostAfter || m_request.source != SourceKind::Device) return;
  m_lossError = {.code = CaptureErrorCode::DeviceLost,
                 .device = m_status.format.source,
                 .detail = "it is open and delivers nothing"};
  close(AfterClosing::Reopen, now);
}

void CaptureSupervisor::Impl::resumed(Clock::time_point now) {
  m_lastProgress = now;
  if (m_status.state == CaptureState::Interrupted) setState(CaptureState::Running);
}

void CaptureSupervisor::Impl::heardAgain(Clock::time_point now) {
  if (m_outage.heard(now)) ++m_status.reopened;
  if (m_status.state != CaptureState::Running) setState(CaptureState::Running);
}

void CaptureSupervisor::Impl::close(AfterClosing then, Clock::time_point now) {
  m_phase = Phase::Closing;
  m_afterClosing = then;
  m_deadline = now + kCallDeadline;
  m_backend->stop();
  pollClosing(now);
}

void CaptureSupervisor::Impl::pollClosing(Clock::time_point now) {
  bool isStopped = false;
  while (const auto event = m_backend->takeEvent()) isStopped = isStopped || event->kind == BackendEvent::Kind::Stopped;
  if (isStopped) {
    retire(now);
  } else if (now >= m_deadline) {
    abandonBackend();
  } else {
    return;
  }
  if (m_afterClosing == AfterClosing::Reopen) return lost(std::exchange(m_lossError, {}), now);
  endStream();
  // A stop that hangs is told, unless something else is to begin anyway.
  if (!isStopped && !m_next) {
    rest(CaptureState::Failed,
         {.code = CaptureErrorCode::TimedOut, .device = m_status.format.source, .detail = "closing it did not return"});
    return;
  }
  closed(now);
}

// Nothing is open any more, by wish.
void CaptureSupervisor::Impl::closed(Clock::time_point now) {
  m_phase = Phase::Resting;
  m_outage.clear();
  if (!m_next) {
    setState(CaptureState::Idle);
    return;
  }
  m_request = *std::exchange(m_next, std::nullopt);
  m_status.reopened = 0;
  m_status.state = CaptureState::Idle;
  open(now);
}

void CaptureSupervisor::Impl::lost(CaptureError error, Clock::time_point now) {
  if (m_request.source != SourceKind::Device || isRefusal(error.code)) {
    return rest(CaptureState::Failed, std::move(error));
  }
  m_outage.lost(m_lastProgress, m_status.format);
  error.code = CaptureErrorCode::DeviceLost;
  retryOrGiveUp(std::move(error), now);
}

void CaptureSupervisor::Impl::retryOrGiveUp(CaptureError error, Clock::time_point now) {
  if (error.device.empty()) error.device = m_status.format.source;
  error.code = CaptureErrorCode::DeviceLost;
  if (m_outage.isHopeless(now, m_request.giveUpAfter)) return rest(CaptureState::Failed, std::move(error));
  backOff(std::move(error), now);
}

void CaptureSupervisor::Impl::backOff(CaptureError error, Clock::time_point now) {
  m_phase = Phase::BackingOff;
  m_deadline = now + m_outage.nextPause();
  if (m_status.state != CaptureState::Waiting || m_status.error.code != error.code) {
    setState(CaptureState::Waiting, std::move(error));
  }
}

void CaptureSupervisor::Impl::rest(CaptureState state, CaptureError error) {
  m_phase = Phase::Resting;
  m_outage.clear();
  endStream();
  setState(state, std::move(error));
}

void CaptureSupervisor::Impl::abandonBackend() {
  m_producer = core::RingProducer(m_ring);  // first of all: nothing that it still writes may arrive
  ++m_status.abandoned;
  m_outage.noteHang();
  AudioBackend::abandon(std::move(m_backend));
}

// Sees to it that the worker meets exactly one end for each start, whatever became of the stream.
void CaptureSupervisor::Impl::endStream() {
  if (!m_producer) return;
  // Sources that end by themselves have put their mark; an empty push tells, since a finished epoch refuses it. A
  // device never does, and a callback of a lost one may still be about: it is revoked instead of asked.
  if (m_request.source != SourceKind::Device && m_producer.isCurrent() &&
      m_producer.push({}) == core::PushResult::Revoked) {
    m_producer = {};
    return;
  }
  m_producer = core::RingProducer(m_ring);
  m_needsEndMark = true;
  putEndMark();
}

void CaptureSupervisor::Impl::putEndMark() {
  if (m_needsEndMark && m_producer.finish()) {
    m_needsEndMark = false;
    m_producer = {};
  }
}

void CaptureSupervisor::Impl::pollDevices(Clock::time_point now) {
  const auto listing = m_lister.poll(now, m_retired);
  if (!listing) return;
  m_status.abandoned += listing->isAbandoned ? 1 : 0;
  m_listener.devicesListed(listing->devices, listing->error);
}

void CaptureSupervisor::Impl::setState(CaptureState state, CaptureError error) {
  if (state == m_status.state && error.code == m_status.error.code && state == CaptureState::Idle) return;
  m_status.state = state;
  m_status.error = std::move(error);
  m_listener.captureStatusChanged(m_status);
}

CaptureSupervisor::CaptureSupervisor(std::shared_ptr<core::SpscRing> ring, BackendFactory factory, Listener& listener)
    : m_impl(std::make_unique<Impl>(std::move(ring), std::move(factory), listener)) {}

CaptureSupervisor::~CaptureSupervisor() = default;

void CaptureSupervisor::start(const CaptureRequest& request) {
  m_impl->wishStart(request);
}
void CaptureSupervisor::stop() {
  m_impl->wishStop();
}
void CaptureSupervisor::refreshDevices() {
  m_impl->wishDevices();
}
void CaptureSupervisor::poll(Clock::time_point now) {
  m_impl->poll(now);
}
bool CaptureSupervisor::isSettled() const {
  return m_impl->isSettled();
}

}  // namespace tunescope::audio
