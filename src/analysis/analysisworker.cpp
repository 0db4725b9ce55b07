// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/analysisworker.h"

#include "analysis/sinklist.h"
#include "analysis/stream/streamreader.h"

#include <QElapsedTimer>
#include <QMetaMethod>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <utility>

namespace tunescope::analysis {

namespace {

// Live sources are read about once a hop while a view is subscribed; a file is read without a pause, or with a short
// one if it lags behind. A source that has been still for a second is polled less often.
constexpr int kLivePeriodMs = 10;
constexpr int kNapMs = 1;
constexpr int kStillPeriodMs = 50;
constexpr qint64 kStillAfterMs = 1000;
constexpr std::chrono::milliseconds kMaxPatience{1000};
constexpr std::size_t kSliceFrames = 4096;
constexpr qint64 kTickBudgetMs = 8;  // then the thread's event loop has its turn

// Emits a signal of the worker for each reading of one kind, in the worker's thread.
template <class F>
class SignalEntry final : public FeedEntry {
 public:
  SignalEntry(AnalysisWorker& owner, void (AnalysisWorker::*signal)(const F&))
      : m_owner(owner), m_signal(signal), m_measurement(MeasurementOf<F>::make({})) {}

  MeasurementBase& measurement() noexcept override { return *m_measurement; }
  void publish(const RecentSamples& recent) override {
    F reading;
    if (m_measurement->take(reading, recent)) Q_EMIT(m_owner.*m_signal)(reading);
  }
  void close() override {}

 private:
  AnalysisWorker& m_owner;
  void (AnalysisWorker::*m_signal)(const F&);
  std::unique_ptr<Measurement<F>> m_measurement;
};

}  // namespace

class AnalysisWorker::Impl final : public AnalysisSink {
 public:
  Impl(AnalysisWorker& owner, std::shared_ptr<core::SpscRing> ring, std::shared_ptr<audio::StreamFacts> facts)
      : m_owner(owner),
        m_reader(std::move(ring), {}, std::move(facts)),
        m_signals{{QMetaMethod::fromSignal(&AnalysisWorker::levelChanged),
                   std::make_shared<SignalEntry<core::LevelReading>>(owner, &AnalysisWorker::levelChanged)},
                  {QMetaMethod::fromSignal(&AnalysisWorker::pitchChanged),
                   std::make_shared<SignalEntry<NotedPitch>>(owner, &AnalysisWorker::pitchChanged)},
                  {QMetaMethod::fromSignal(&AnalysisWorker::waveformChanged),
                   std::make_shared<SignalEntry<core::WaveformFrame>>(owner, &AnalysisWorker::waveformChanged)}} {}

  // A signal's measurement runs while something is connected to it.
  void signalConnected(const QMetaMethod& signal) {
    for (const auto& [each, entry] : m_signals) {
      if (each == signal) m_owner.m_feedEntries->add(entry);
    }
  }
  // May be called while Qt holds the lock of isSignalConnected(): when a receiver is destroyed.
  void signalDisconnected() noexcept { m_isDisconnected.store(true, std::memory_order_release); }

  void addSink(AnalysisSink* sink) {
    if (m_sinks.add(sink) && m_isStreamOpen) sink->streamStarted(m_stream);
  }
  void removeSink(AnalysisSink* sink) { m_sinks.remove(sink); }
  void addRawSink(RawSink* sink) { m_reader.addRawSink(sink); }
  void removeRawSink(RawSink* sink) { m_reader.removeRawSink(sink); }
  void setComingSettings(std::vector<SettingsChange> changes) { m_reader.setComingSettings(std::move(changes)); }
  void applySettings(const AnalysisSettings& settings) { m_reader.setSettings(settings); }
  void setChannel(const audio::ChannelChoice& channel) {
    AnalysisSettings settings = m_reader.settings();
    settings.channel = channel;
    m_reader.setSettings(settings);
  }

  WorkerProgress progress() const {
    const std::lock_guard lock(m_progressMutex);
    return m_progress;
  }

  void setPatience(std::chrono::milliseconds patience) noexcept { store(m_patienceMs, patience); }
  void setPace(std::chrono::milliseconds pace) noexcept { store(m_paceMs, pace); }

  void setHeld(bool isHeld) noexcept { m_isHeld.store(isHeld, std::memory_order_relaxed); }

  void run() {
    m_lastArrival.start();
    if (m_timer) return;
    m_timer = std::make_unique<QTimer>();
    m_timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(m_timer.get(), &QTimer::timeout, m_timer.get(), [this] { tick(); });
    m_timer->start(0);
  }
  void halt() noexcept { m_timer.reset(); }
  void pull() {
    if (m_timer) tick();
  }

  void catchUp() {
    takeSubscribers();
    m_reader.catchUp(*this, kSliceFrames);
    m_sinks.each([](AnalysisSink& sink) { sink.caughtUp(); });
  }

  // AnalysisSink
  void streamStarted(const StreamInfo& info) override {
    // A reading's delay is counted in frames of the epoch, or since the last change of the rate in it.
    if (info.epoch != m_stream.epoch || info.sampleRateHz != m_stream.sampleRateHz) m_epochStartS = info.startS;
    m_stream = info;
    m_isStreamOpen = true;
    m_sinks.each([&](AnalysisSink& sink) { sink.streamStarted(info); });
    for (const auto& subscriber : m_subscribers) subscriber->measurement().begin(info);
    Q_EMIT m_owner.streamStarted(info);
  }

  void frame(const AnalysisFrame& frame) override {
    m_sinks.each([&](AnalysisSink& sink) { sink.frame(frame); });
    m_hasNewHop = true;
    m_readingS = frame.pitch.timeS;
    if (isHeld()) {
      m_wasHeld = true;
      return;
    }
    // To the measurements, the time that was not measured is a gap, although no sample was lost.
    const bool isResumed = std::exchange(m_wasHeld, false);
    for (const auto& subscriber : m_subscribers) {
      if (isResumed) subscriber->measurement().gap({.timeS = frame.pitch.timeS});
      subscriber->measurement().hop(frame);
    }
  }

  void gap(const GapInfo& gap) override {
    m_sinks.each([&](AnalysisSink& sink) { sink.gap(gap); });
    for (const auto& subscriber : m_subscribers) subscriber->measurement().gap(gap);
  }

  void channelsChanged(const StreamInfo& info) override {
    m_stream = info;
    m_sinks.each([&](AnalysisSink& sink) { sink.channelsChanged(info); });
    for (const auto& subscriber : m_subscribers) subscriber->measurement().channelsChanged(info);
  }

  void rest(const AnalysisFrame& frame) override {
    m_sinks.each([&](AnalysisSink& sink) { sink.rest(frame); });
  }

  void ended(const EndInfo& end) override {
    publish();
    m_isStreamOpen = false;
    m_sinks.each([&](AnalysisSink& sink) { sink.ended(end); });
    Q_EMIT m_owner.streamEnded(end);
  }

 private:
  static void store(std::atomic<int>& target, std::chrono::milliseconds time) noexcept {
    const auto bounded = std::clamp(time, std::chrono::milliseconds(kNapMs), kMaxPatience);
    target.store(static_cast<int>(bounded.count()), std::memory_order_relaxed);
  }

  // Checked again after the removal: something may have been connected meanwhile.
  void dropDeafSignals() {
    if (!m_isDisconnected.exchange(false, std::memory_order_acquire)) return;
    for (const auto& [each, entry] : m_signals) {
      if (!m_owner.isSignalConnected(each)) m_owner.m_feedEntries->remove(entry);
      if (m_owner.isSignalConnected(each)) m_owner.m_feedEntries->add(entry);
    }
  }

  // New subscribers begin with the running stream.
  void takeSubscribers() {
    dropDeafSignals();
    const unsigned version = m_owner.m_feedEntries->version();
    if (version == m_version) return;
    m_version = version;
    const auto before = std::exchange(m_subscribers, m_owner.m_feedEntries->all());
    double historyS = 0;
    double channelHistoryS = 0;
    for (const auto& subscriber : m_subscribers) {
      MeasurementBase& measurement = subscriber->measurement();
      historyS = std::max(historyS, measurement.historyS());
      channelHistoryS = std::max(channelHistoryS, measurement.channelHistoryS());
      if (m_isStreamOpen && std::ranges::find(before, subscriber) == before.end()) measurement.begin(m_stream);
    }
    m_reader.setHistory(historyS, channelHistoryS);
  }

  void tick() {
    takeSubscribers();
    QElapsedTimer clock;
    clock.start();
    std::size_t taken = 0;
    std::size_t slice = 0;
    do {
      slice = m_reader.read(*this, kSliceFrames);
      taken += slice;
    } while (slice > 0 && clock.elapsed() < kTickBudgetMs);
    m_sinks.each([](AnalysisSink& sink) { sink.caughtUp(); });
    noteProgress();
    publish();
    if (!m_timer) return;  // a view may have halted the worker
    const int period = slice > 0 ? 0 : restMs(taken);
    if (m_timer->interval() != period) m_timer->setInterval(period);
  }

  void noteProgress() {
    if (!std::exchange(m_hasNewHop, false)) return;
    const std::lock_guard lock(m_progressMutex);
    m_progress = {.epoch = m_stream.epoch,
                  .streamStartS = m_epochStartS,
                  .readingS = m_readingS,
                  .handedOut = std::chrono::steady_clock::now()};
  }

  // How long to rest after a tick that read that many frames and left none.
  int restMs(std::size_t taken) noexcept {
    const qint64 sinceArrivalMs = m_lastArrival.elapsed();
    if (taken > 0) m_lastArrival.start();
    if (taken == 0 && sinceArrivalMs > kStillAfterMs) return kStillPeriodMs;
    const double soundMs = m_stream.sampleRateHz > 0 ? 1000 * static_cast<double>(taken) / m_stream.sampleRateHz : 0;
    const bool isFasterThanTheClock =
        taken > 4 * m_stream.hopFrames && soundMs > 2.0 * static_cast<double>(sinceArrivalMs);
    if (isFasterThanTheClock) return kNapMs;
    return (m_subscribers.empty() ? m_patienceMs : m_paceMs).load(std::memory_order_relaxed);
  }

  bool isHeld() const noexcept { return m_isHeld.load(std::memory_order_relaxed); }

  void publish() {
    if (isHeld()) return;
    for (const auto& subscriber : m_subscribers) subscriber->publish(m_reader.recent());
  }

  AnalysisWorker& m_owner;
  StreamReader m_reader;
  SinkList<AnalysisSink> m_sinks;
  std::unique_ptr<QTimer> m_timer;
  const std::vector<std::pair<QMetaMethod, std::shared_ptr<FeedEntry>>> m_signals;
  std::vector<std::shared_ptr<FeedEntry>> m_subscribers;  // as of m_version
  unsigned m_version = 0;
  std::atomic<bool> m_isDisconnected{false};  // something has been disconnected from a signal
  std::atomic<int> m_patienceMs{kLivePeriodMs};
  std::atomic<int> m_paceMs{kLivePeriodMs};
  std::atomic<bool> m_isHeld{false};
  bool m_wasHeld = false;  // at the last hop. Thread: worker
  QElapsedTimer m_lastArrival;
  StreamInfo m_stream;
  bool m_isStreamOpen = false;  // it has begun and not ended
  double m_epochStartS = 0;
  double m_readingS = 0;
  bool m_hasNewHop = false;
  mutable std::mutex m_progressMutex;
  WorkerProgress m_progress;  // under m_progressMutex
};

AnalysisWorker::AnalysisWorker(std::shared_ptr<core::SpscRing> ring, std::shared_ptr<audio::StreamFacts> facts,
                               QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this, std::move(ring), std::move(facts))) {}

AnalysisWorker::~AnalysisWorker() = default;

void AnalysisWorker::addSink(AnalysisSink* sink) {
  m_impl->addSink(sink);
}
void AnalysisWorker::removeSink(AnalysisSink* sink) {
  m_impl->removeSink(sink);
}
void AnalysisWorker::addRawSink(RawSink* sink) {
  m_impl->addRawSink(sink);
}
void AnalysisWorker::removeRawSink(RawSink* sink) {
  m_impl->removeRawSink(sink);
}
void AnalysisWorker::setComingSettings(std::vector<SettingsChange> changes) {
  m_impl->setComingSettings(std::move(changes));
}
void AnalysisWorker::connectNotify(const QMetaMethod& signal) {
  m_impl->signalConnected(signal);
}
void AnalysisWorker::disconnectNotify(const QMetaMethod&) {
  m_impl->signalDisconnected();
}
void AnalysisWorker::setPatience(std::chrono::milliseconds patience) noexcept {
  m_impl->setPatience(patience);
}
void AnalysisWorker::setPace(std::chrono::milliseconds pace) noexcept {
  m_impl->setPace(pace);
}
void AnalysisWorker::setHeld(bool isHeld) noexcept {
  m_impl->setHeld(isHeld);
}
WorkerProgress AnalysisWorker::progress() const {
  return m_impl->progress();
}
void AnalysisWorker::run() {
  m_impl->run();
}
void AnalysisWorker::halt() {
  m_impl->halt();
}
void AnalysisWorker::pull() {
  m_impl->pull();
}
void AnalysisWorker::catchUp() {
  m_impl->catchUp();
}
void AnalysisWorker::applySettings(const AnalysisSettings& settings) {
  m_impl->applySettings(settings);
}
void AnalysisWorker::setChannel(const audio::ChannelChoice& channel) {
  m_impl->setChannel(channel);
}

}  // namespace tunescope::analysis
