// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/capturesupervisor.h"

#include "audio/buffergrowth.h"
#include "audio/capturepatience.h"
#include "audio/capturewishes.h"
#include "audio/deliverywatch.h"
#include "audio/devicelister.h"
#include "audio/devicenames.h"
#include "audio/outage.h"
#include "audio/retiredbackends.h"
#include "audio/streamepoch.h"
#include "audio/substituteinput.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>
#include <variant>

namespace tunescope::audio {

namespace {
using Clock = CaptureSupervisor::Clock;
}

class CaptureSupervisor::Impl {
 public:
  Impl(std::shared_ptr<core::SpscRing> ring, BackendFactory factory, Listener& listener,
       std::shared_ptr<StreamFacts> facts)
      : m_stream(std::move(ring), std::move(facts)), m_factory(std::move(factory)), m_listener(listener) {}

  ~Impl() {
    AudioBackend::abandon(std::move(m_backend));
    m_lister.abandon();
    m_retired.poll(Clock::time_point::max());
  }

  CaptureWishes& wishes() noexcept { return m_wishes; }
  CaptureFigures figures() const { return m_figures.figures(); }

  void poll(const Instant& now);
  std::chrono::milliseconds pause(Clock::time_point now) const;
  bool isSettled() const;

 private:
  // What is done about the stream just now. Resting covers Idle, Ended and Failed.
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
  bool lookAtDelivery();
  void resumed();
  void moved(const CaptureFormat& format, Clock::time_point now);
  void heardAgain(Clock::time_point now);
  void close(AfterClosing then, Clock::time_point now);
  void closed(Clock::time_point now);
  void lost(CaptureError error, Clock::time_point now);
  void noteLoss();
  CaptureFormat deviceToReopen() const;
  void reopenAtOnce(Clock::time_point now);
  void retryOrGiveUp(CaptureError error, Clock::time_point now);
  void backOff(CaptureError error, Clock::time_point now);
  void rest(CaptureState state, CaptureError error = {});
  void retire(Clock::time_point now) {
    m_figures.end();
    m_retired.add(std::move(m_backend), now + kCallDeadline);
  }
  void abandonBackend();
  bool hasHungCallReturned();
  void endStream(const CaptureError& reason = {}) { m_stream.end(m_request.source == SourceKind::Device, reason); }
  bool isAnswerDue() const noexcept;
  void setState(CaptureState state, CaptureError error = {});

  CaptureWishes m_wishes;

  // All below: supervisor only.
  StreamEpoch m_stream;
  BackendFactory m_factory;
  Listener& m_listener;

  CaptureStatus m_status;
  Phase m_phase = Phase::Resting;
  AfterClosing m_afterClosing = AfterClosing::Rest;
  CaptureRequest m_request;
  std::optional<CaptureRequest> m_next;  // starts when the stream before it is closed
  std::unique_ptr<AudioBackend> m_backend;
  Clock::time_point m_deadline;  // of the call under way, or when backing off is over
  CaptureError m_lossError;

  BufferGrowth m_growth;
  SubstituteInput m_substitute;
  Instant m_instant;  // of the present poll

  DeliveryWatch m_delivery;
  StreamFigures m_figures;
  Outage m_outage;
  std::shared_ptr<std::atomic<bool>> m_hungCall;  // true until the last call that was abandoned returns

  DeviceLister m_lister;
  RetiredBackends m_retired;
};

void CaptureSupervisor::Impl::poll(const Instant& instant) {
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
  m_status.abandoned += m_retired.poll(now);
}

bool CaptureSupervisor::Impl::isSettled() const {
  return m_phase == Phase::Resting && m_wishes.isEmpty() && !m_lister.isBusy() && m_retired.isEmpty() &&
         !m_stream.needsPoll();
}

bool CaptureSupervisor::Impl::isAnswerDue() const noexcept {
  return m_phase == Phase::Opening || m_phase == Phase::Closing || m_lister.isBusy() || !m_retired.isEmpty() ||
         m_stream.needsPoll();
}

std::chrono::milliseconds CaptureSupervisor::Impl::pause(Clock::time_point now) const {
  if (isAnswerDue()) return kBusyPause;
  switch (m_phase) {
    case Phase::Resting:
      return kRestPause;
    case Phase::BackingOff:
      if (m_hungCall) return kSteadyPause;
      return std::clamp(std::chrono::ceil<std::chrono::milliseconds>(m_deadline - now),
                        std::chrono::milliseconds(kBusyPause), std::chrono::milliseconds(kRestPause));
    default:  // the end of a file that is read as fast as it can be is waited for
      return m_status.state == CaptureState::Running && m_status.format.isLive ? kSteadyPause : kBusyPause;
  }
}

void CaptureSupervisor::Impl::actOnWishes(Clock::time_point now) {
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

void CaptureSupervisor::Impl::beginListing(Clock::time_point now) {
  std::unique_ptr<AudioBackend> backend = m_factory(SourceKind::Device);
  if (backend) {
    m_lister.begin(std::move(backend), now, kCallDeadline);
  } else {
    m_listener.devicesListed({}, {.code = CaptureErrorCode::NoSuchApi, .device = {}, .detail = {}});
  }
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
  m_hungCall.reset();
  const StreamProducer& producer = m_stream.begin();
  m_status.epoch = m_stream.number();
  m_backend = m_factory(m_request.source);
  if (!m_backend) {
    rest(CaptureState::Failed, {.code = CaptureErrorCode::NoSuchApi, .device = {}, .detail = "not in this build"});
    return;
  }
  m_phase = Phase::Opening;
  m_deadline = openingDeadline(m_request.source, now);
  m_delivery.reset();
  if (m_status.state != CaptureState::Waiting) setState(CaptureState::Opening);
  m_backend->start(requestForOpening(), producer);
}

CaptureRequest CaptureSupervisor::Impl::requestForOpening() const {
  CaptureRequest request = m_substitute.requestFor(m_request, m_outage);
  if (const auto frames = m_growth.frames()) request.bufferFrames = frames;
  return request;
}

void CaptureSupervisor::Impl::pollOpening(Clock::time_point now) {
  while (const auto event = m_backend->takeEvent()) {
    if (event->kind == BackendEvent::Kind::Started) return began(*event, now);
    if (event->kind == BackendEvent::Kind::Progress) m_deadline = openingDeadline(m_request.source, now);
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
  const bool isFollowed =
      m_status.format.followsDefault && event.format.followsDefault && m_status.format.key != event.format.key;
  m_status.followedFrom = isFollowed ? m_status.format.source : std::string();
  const bool isSame = !event.format.key.empty() && m_status.format.key == event.format.key;
  if (!isSame) m_status.movedFrom.clear();
  m_status.format = event.format;
  m_delivery.begin(m_instant, event.format.sampleRateHz);
  m_figures.begin(m_status.epoch, event.format.sampleRateHz, now);
  m_growth.opened(event.format.bufferFrames);
  m_substitute.opened(now);
  m_status.isFallback = m_substitute.isOn();
  // After an outage it counts as running only when something is heard.
  if (!m_outage.isOn()) {
    if (!m_substitute.isOn()) m_outage.clear();
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
  if (!m_lister.isBusy() && m_substitute.isTimeToLook(now)) beginListing(now);
  while (const auto event = m_backend->takeEvent()) {
    if (event->kind == BackendEvent::Kind::Ended) {
      retire(now);
      return rest(CaptureState::Ended, event->error);
    }
    if (event->kind == BackendEvent::Kind::Lost) {
      lookAtDelivery();  // it has handed on what it held back
      retire(now);
      return lost(event->error, now);
    }
    if (event->kind == BackendEvent::Kind::Interrupted) setState(CaptureState::Interrupted, event->error);
    if (event->kind == BackendEvent::Kind::Resumed) resumed();
    if (event->kind == BackendEvent::Kind::Moved) moved(event->format, now);
    if (event->kind == BackendEvent::Kind::Outdated) return close(AfterClosing::ReopenAtOnce, now);
  }
}

void CaptureSupervisor::Impl::watch(Clock::time_point now) {
  if (!m_status.format.isLive) return;  // a file waits for its reader, a pipe for its writer
  if (const auto snapshot = m_backend->meterSnapshot()) {
    m_figures.look(*snapshot, now);
    if (m_growth.look(m_figures.figures().overruns, now)) return close(AfterClosing::ReopenAtOnce, now);
  }
  if (lookAtDelivery()) return heardAgain(now);
  if (m_status.state == CaptureState::Interrupted) return;  // whoever holds it will say when that is over
  const auto silence = m_delivery.silence(m_instant);
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

bool CaptureSupervisor::Impl::lookAtDelivery() {
  const auto snapshot = m_backend->meterSnapshot();
  std::optional<ElapsedClock::time_point> nextDue;
  if (snapshot && snapshot->nextDue != ElapsedClock::time_point{}) nextDue = snapshot->nextDue;
  return m_delivery.look(m_instant, m_backend->deliveredFrames(), nextDue);
}

void CaptureSupervisor::Impl::resumed() {
  m_delivery.excuse(m_instant);
  if (m_status.state == CaptureState::Interrupted) setState(CaptureState::Running);
}

// What is opened again after a loss is what was heard.
void CaptureSupervisor::Impl::moved(const CaptureFormat& format, Clock::time_point now) {
  if (m_status.movedFrom.empty()) m_status.movedFrom = m_status.format.source;
  if (format.sampleRateHz == m_status.format.sampleRateHz) {
    m_figures.sourceChanged();
  } else {
    m_delivery.begin(m_instant, format.sampleRateHz);
    m_figures.begin(m_status.epoch, format.sampleRateHz, now);
  }
  m_status.format = format;
  m_status.followedFrom.clear();
  if (m_status.movedFrom == format.source) m_status.movedFrom.clear();
  setState(m_status.state, m_status.error);
}

void CaptureSupervisor::Impl::heardAgain(Clock::time_point now) {
  if (m_substitute.isOn()) {
    m_outage.heardSubstitute(now);
  } else if (m_outage.heard(now)) {
    ++m_status.reopened;
  }
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
    lookAtDelivery();  // what came while it was being closed is in the ring
    retire(now);
  } else if (now >= m_deadline) {
    abandonBackend();
  } else {
    return;
  }
  if (m_afterClosing == AfterClosing::ReopenAtOnce) return reopenAtOnce(now);
  if (m_afterClosing == AfterClosing::Reopen) return lost(std::exchange(m_lossError, {}), now);
  // A stop that hangs is told, unless something else is to begin anyway.
  if (!isStopped && !m_next) {
    rest(CaptureState::Failed,
         {.code = CaptureErrorCode::TimedOut, .device = m_status.format.source, .detail = "closing it did not return"});
    return;
  }
  endStream();
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
  m_status.growths = 0;
  m_status.isFallback = false;
  m_status.format = {};
  m_status.movedFrom.clear();
  m_status.followedFrom.clear();
  m_status.error = {};
  m_substitute = {};
  m_growth.begin(m_request.bufferFrames.has_value());
  m_figures.clear();
  m_status.state = CaptureState::Idle;
  open(now);
}

void CaptureSupervisor::Impl::lost(CaptureError error, Clock::time_point now) {
  if (m_request.source != SourceKind::Device || isRefusal(error.code)) {
    return rest(CaptureState::Failed, std::move(error));
  }
  noteLoss();
  retryOrGiveUp(std::move(error), now);
}

void CaptureSupervisor::Impl::noteLoss() {
  if (m_substitute.isOn()) {
    m_outage.lostSubstitute(m_delivery.heardLast(), m_outage.wanted(m_request));
  } else {
    CaptureFormat device = deviceToReopen();
    device.key = m_status.format.key;  // a monitor is not taken in its place
    m_outage.lost(m_delivery.heardLast(), device);
  }
}

// The one that was heard, or whichever is the default one of its API by then.
CaptureFormat CaptureSupervisor::Impl::deviceToReopen() const {
  if (!m_status.format.followsDefault) return m_status.format;
  CaptureFormat anyDefault;
  anyDefault.api = m_status.format.api;
  return anyDefault;
}

// Closed on purpose, to open it in another way, or the new default input: nothing is wrong, so do not wait.
void CaptureSupervisor::Impl::reopenAtOnce(Clock::time_point now) {
  if (m_substitute.isOn()) {
    noteLoss();
  } else {
    m_outage.paused(m_delivery.heardLast(), deviceToReopen());
  }
  m_substitute.reopening();
  m_status.growths = m_growth.growths();
  open(now);
}

void CaptureSupervisor::Impl::retryOrGiveUp(CaptureError error, Clock::time_point now) {
  if (error.device.empty()) error.device = m_status.format.source;
  if (error.code != CaptureErrorCode::DeviceLost) error.cause = error.code;
  error.code = CaptureErrorCode::DeviceLost;
  if (m_outage.isHopeless(now, m_request.giveUpAfter)) return rest(CaptureState::Failed, std::move(error));
  backOff(std::move(error), now);
}

void CaptureSupervisor::Impl::backOff(CaptureError error, Clock::time_point now) {
  m_phase = Phase::BackingOff;
  m_deadline = now + m_outage.nextPause();
  m_substitute.takeTurn(m_request, m_outage);
  const CaptureError& told = m_status.error;
  if (m_status.state != CaptureState::Waiting || told.code != error.code || told.cause != error.cause) {
    setState(CaptureState::Waiting, std::move(error));
  }
}

void CaptureSupervisor::Impl::rest(CaptureState state, CaptureError error) {
  m_phase = Phase::Resting;
  m_outage.clear();
  endStream(error);
  setState(state, std::move(error));
}

void CaptureSupervisor::Impl::abandonBackend() {
  m_stream.revoke();  // first of all: nothing that it still writes may arrive
  lookAtDelivery();   // what came until now is in the ring
  ++m_status.abandoned;
  m_figures.end();
  m_outage.noteHang();
  m_hungCall = std::make_shared<std::atomic<bool>>(true);
  AudioBackend::abandon(std::move(m_backend), m_hungCall);
}

// The sound system answers again.
bool CaptureSupervisor::Impl::hasHungCallReturned() {
  if (!m_hungCall || m_hungCall->load(std::memory_order_relaxed)) return false;
  m_hungCall.reset();
  return true;
}

void CaptureSupervisor::Impl::pollDevices(Clock::time_point now) {
  const auto listing = m_lister.poll(now, m_retired);
  if (!listing) return;
  m_status.abandoned += listing->isAbandoned ? 1 : 0;
  m_listener.devicesListed(listing->devices, listing->error);
  if (m_request.source != SourceKind::Device) return;
  const bool isThere = std::holds_alternative<DeviceInfo>(findDevice(listing->devices, m_outage.wanted(m_request)));
  if (!isThere) return;
  if (m_phase == Phase::BackingOff && m_deadline - now <= kRestPause) {  // plugged in: it need not wait for its turn
    m_substitute.giveWay();
    m_deadline = std::min(m_deadline, now);
  } else if (m_phase == Phase::Streaming && m_substitute.isOn()) {
    m_substitute.wantedIsBack();
    close(AfterClosing::ReopenAtOnce, now);
  }
}

void CaptureSupervisor::Impl::setState(CaptureState state, CaptureError error) {
  if (state == m_status.state && error.code == m_status.error.code && state == CaptureState::Idle) return;
  m_status.state = state;
  m_status.error = std::move(error);
  m_listener.captureStatusChanged(m_status);
}

CaptureSupervisor::CaptureSupervisor(std::shared_ptr<core::SpscRing> ring, BackendFactory factory, Listener& listener,
                                     std::shared_ptr<StreamFacts> facts)
    : m_impl(std::make_unique<Impl>(std::move(ring), std::move(factory), listener, std::move(facts))) {}

CaptureSupervisor::~CaptureSupervisor() = default;

void CaptureSupervisor::start(const CaptureRequest& request) {
  m_impl->wishes().start(request);
}
void CaptureSupervisor::stop() {
  m_impl->wishes().stop();
}
void CaptureSupervisor::setFallBack(bool mayFallBack) {
  m_impl->wishes().setFallBack(mayFallBack);
}
void CaptureSupervisor::setChannel(const ChannelChoice& channel) {
  m_impl->wishes().setChannel(channel);
}
void CaptureSupervisor::refreshDevices() {
  m_impl->wishes().listDevices();
}
CaptureFigures CaptureSupervisor::figures() const {
  return m_impl->figures();
}
void CaptureSupervisor::poll(const Instant& now) {
  m_impl->poll(now);
}
std::chrono::milliseconds CaptureSupervisor::pause(Clock::time_point now) const {
  return m_impl->pause(now);
}
bool CaptureSupervisor::isSettled() const {
  return m_impl->isSettled();
}

}  // namespace tunescope::audio
