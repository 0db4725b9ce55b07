// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/capturesession.h"

#include "analysis/workerthread.h"
#include "audio/supervisor/supervisorthread.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace tunescope::analysis {

namespace {

// 8 MB: at 48 kHz, 44 s of one channel, 5.5 s of eight; at least 1.2 s of any source.
constexpr std::size_t kRingSamples = std::size_t{1} << 21;

}  // namespace

class CaptureSession::Impl final : public audio::CaptureSupervisor::Listener {
 public:
  Impl(CaptureSession& owner, audio::BackendFactory factory)
      : m_owner(owner),
        m_ring(std::make_shared<core::SpscRing>(kRingSamples)),
        m_facts(std::make_shared<audio::StreamFacts>()),
        m_worker(std::make_unique<AnalysisWorker>(m_ring, m_facts)),
        m_supervisor(m_ring, std::move(factory), *this, m_facts) {
    QObject::connect(&worker(), &AnalysisWorker::streamEnded, &m_owner, [this](const EndInfo& end) { noteEnd(end); });
    m_supervisorThread = std::make_unique<audio::SupervisorThread>(m_supervisor);
  }

  // The capture first, so that nothing is pushed or reported any more; then the analysis.
  ~Impl() override { m_supervisorThread.reset(); }

  void start(const audio::CaptureRequest& request) {
    applyChannel(request.channel);
    QMetaObject::invokeMethod(&worker(), &AnalysisWorker::run, Qt::QueuedConnection);
    m_supervisor.start(request);
    m_supervisorThread->wake();
  }
  void stop() {
    m_supervisor.stop();
    m_supervisorThread->wake();
  }
  void refreshDevices() {
    m_supervisor.refreshDevices();
    m_supervisorThread->wake();
  }
  void setFallBack(bool mayFallBack) {
    m_supervisor.setFallBack(mayFallBack);
    m_supervisorThread->wake();
  }
  void setChannel(const audio::ChannelChoice& channel) {
    applyChannel(channel);
    m_supervisor.setChannel(channel);
    m_supervisorThread->wake();
  }
  void applySettings(AnalysisSettings settings) {
    settings.channel = m_channel;
    QMetaObject::invokeMethod(
        &worker(), [worker = &worker(), settings] { worker->applySettings(settings); }, Qt::QueuedConnection);
  }

  AnalysisWorker& worker() noexcept { return m_worker.worker(); }
  const audio::CaptureStatus& status() const noexcept { return m_status; }
  const core::SpscRing& ring() const noexcept { return *m_ring; }
  SignalPath signalPath() {
    SignalPath path;
    path.status = m_status;
    path.figures = m_supervisor.figures();
    path.lostFrames = m_ring->lostFrames();
    path.delayMs = readingDelayMs(path.figures, worker().progress());
    return path;
  }

 private:
  void applyChannel(const audio::ChannelChoice& channel) {
    m_channel = channel;
    QMetaObject::invokeMethod(
        &worker(), [worker = &worker(), channel] { worker->setChannel(channel); }, Qt::QueuedConnection);
  }

  // Listener. Thread: supervisor.
  void captureStatusChanged(const audio::CaptureStatus& status) override {
    QMetaObject::invokeMethod(
        &m_owner, [this, status] { takeStatus(status); }, Qt::QueuedConnection);
  }
  void devicesListed(const std::vector<audio::DeviceInfo>& devices, const audio::CaptureError& error) override {
    QMetaObject::invokeMethod(
        &m_owner,
        [this, list = QList<audio::DeviceInfo>(devices.begin(), devices.end()), error] {
          Q_EMIT m_owner.devicesChanged(list, error);
        },
        Qt::QueuedConnection);
  }

  // The supervisor learns of the end when the last sample is in the ring. The session reports it in order with the
  // readings: when the worker has reached that end.
  void takeStatus(const audio::CaptureStatus& status) {
    using audio::CaptureState;
    m_ending.reset();
    const bool isEnd = status.state == CaptureState::Ended || status.state == CaptureState::Failed;
    if (isEnd && m_endedEpoch < status.epoch) {
      m_ending = status;
    } else {
      report(status);
    }
  }
  void noteEnd(const EndInfo& end) {
    m_endedEpoch = end.epoch;
    if (m_ending && m_endedEpoch >= m_ending->epoch) report(*std::exchange(m_ending, std::nullopt));
  }
  void report(const audio::CaptureStatus& status) {
    m_status = status;
    Q_EMIT m_owner.statusChanged(m_status);
  }

  CaptureSession& m_owner;
  std::shared_ptr<core::SpscRing> m_ring;
  std::shared_ptr<audio::StreamFacts> m_facts;
  audio::CaptureStatus m_status;
  audio::ChannelChoice m_channel;                // that is analysed
  std::optional<audio::CaptureStatus> m_ending;  // to be reported when the worker has reached the end
  std::uint32_t m_endedEpoch = 0;                // of the newest end that it reached
  WorkerThread m_worker;
  audio::CaptureSupervisor m_supervisor;
  std::unique_ptr<audio::SupervisorThread> m_supervisorThread;
};

CaptureSession::CaptureSession(audio::BackendFactory factory, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this, std::move(factory))) {}

CaptureSession::~CaptureSession() = default;

AnalysisWorker& CaptureSession::worker() noexcept {
  return m_impl->worker();
}
const audio::CaptureStatus& CaptureSession::status() const noexcept {
  return m_impl->status();
}
std::uint64_t CaptureSession::lostFrames() const noexcept {
  return m_impl->ring().lostFrames();
}

double CaptureSession::ringFill() const noexcept {
  const core::SpscRing& ring = m_impl->ring();
  return static_cast<double>(ring.waitingSamples()) / static_cast<double>(ring.capacitySamples());
}

SignalPath CaptureSession::signalPath() const {
  SignalPath path = m_impl->signalPath();
  path.ringFill = ringFill();
  return path;
}

void CaptureSession::start(const audio::CaptureRequest& request) {
  m_impl->start(request);
}
void CaptureSession::stop() {
  m_impl->stop();
}
void CaptureSession::refreshDevices() {
  m_impl->refreshDevices();
}
void CaptureSession::setFallBack(bool mayFallBack) {
  m_impl->setFallBack(mayFallBack);
}
void CaptureSession::applySettings(const AnalysisSettings& settings) {
  m_impl->applySettings(settings);
}
void CaptureSession::setChannel(const audio::ChannelChoice& channel) {
  m_impl->setChannel(channel);
}

}  // namespace tunescope::analysis
