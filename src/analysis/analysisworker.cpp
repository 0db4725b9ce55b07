// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/analysisworker.h"

#include "analysis/sinklist.h"
#include "analysis/viewframes.h"

#include <QElapsedTimer>
#include <QTimer>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <utility>

namespace tunescope::analysis {

namespace {

// About a hop for live sources that somebody looks at; a file that is being read gives no rest, or little when it lags
// behind. A source that has been still for a second is looked at less often.
constexpr int kLivePeriodMs = 10;
constexpr int kNapMs = 1;
constexpr int kStillPeriodMs = 50;
constexpr qint64 kStillAfterMs = 1000;
constexpr std::chrono::milliseconds kMostPatience{1000};
constexpr std::size_t kSliceFrames = 4096;
constexpr qint64 kTickBudgetMs = 8;  // then the thread's event loop has its turn
constexpr double kMaxWaveformSpanS = 0.2;

}  // namespace

class AnalysisWorker::Impl final : public AnalysisSink {
 public:
  Impl(AnalysisWorker& owner, std::shared_ptr<core::SpscRing> ring, std::shared_ptr<audio::StreamFacts> facts)
      : m_owner(owner), m_consumer(std::move(ring)), m_pipeline({}, std::move(facts)) {}

  void addSink(AnalysisSink* sink) {
    if (m_sinks.add(sink) && m_isStreamOpen) sink->streamStarted(m_stream);
  }
  void removeSink(AnalysisSink* sink) { m_sinks.remove(sink); }
  void addRawSink(RawSink* sink) { m_pipeline.addRawSink(sink); }
  void removeRawSink(RawSink* sink) { m_pipeline.removeRawSink(sink); }
  void setComingSettings(std::vector<SettingsChange> changes) { m_pipeline.setComingSettings(std::move(changes)); }
  void applySettings(const AnalysisSettings& settings) { m_pipeline.setSettings(settings); }
  void setChannel(const audio::ChannelChoice& channel) {
    AnalysisSettings settings = m_pipeline.settings();
    settings.channel = channel;
    m_pipeline.setSettings(settings);
  }

  void acknowledge(View view) noexcept { channel(view).isInFlight.store(false, std::memory_order_relaxed); }
  void setViewEnabled(View view, bool enabled) noexcept {
    Channel& c = channel(view);
    // A view that comes back may have gone without acknowledging.
    if (enabled && !c.isEnabled.exchange(true, std::memory_order_relaxed)) {
      c.isInFlight.store(false, std::memory_order_relaxed);
    } else if (!enabled) {
      c.isEnabled.store(false, std::memory_order_relaxed);
    }
  }
  void setWaveformView(double spanS, int columns) noexcept {
    m_waveformSpanS.store(std::clamp(spanS, 0.0, kMaxWaveformSpanS), std::memory_order_relaxed);
    m_waveformColumns.store(std::clamp(columns, 0, 16384), std::memory_order_relaxed);
  }

  WorkerProgress progress() const {
    const std::lock_guard lock(m_progressMutex);
    return m_progress;
  }

  void setPatience(std::chrono::milliseconds patience) noexcept {
    const auto bounded = std::clamp(patience, std::chrono::milliseconds(kNapMs), kMostPatience);
    m_patienceMs.store(static_cast<int>(bounded.count()), std::memory_order_relaxed);
  }

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
    for (std::size_t left = m_consumer.waitingSamples(); left > 0;) {
      const std::size_t taken = m_pipeline.process(m_consumer, *this, std::min(left, kSliceFrames));
      if (taken == 0) break;
      left -= std::min(left, taken);
    }
    m_sinks.each([](AnalysisSink& sink) { sink.caughtUp(); });
  }

  // AnalysisSink
  void streamStarted(const StreamInfo& info) override {
    // The delay of a reading is counted in frames of the epoch, or of a rate in it.
    if (info.epoch != m_stream.epoch || info.sampleRateHz != m_stream.sampleRateHz) m_epochStartS = info.startS;
    m_stream = info;
    m_isStreamOpen = true;
    m_sinks.each([&](AnalysisSink& sink) { sink.streamStarted(info); });
    Q_EMIT m_owner.streamStarted(info);
  }

  void frame(const AnalysisFrame& frame) override {
    m_sinks.each([&](AnalysisSink& sink) { sink.frame(frame); });
    m_hopEndS = frame.level.timeS + 0.5 * static_cast<double>(m_stream.hopFrames) / m_stream.sampleRateHz;
    m_hasNewHop = true;
    m_readingS = frame.pitch.timeS;
    keepForViews(frame);
  }

  void gap(const GapInfo& gap) override {
    m_sinks.each([&](AnalysisSink& sink) { sink.gap(gap); });
    Q_EMIT m_owner.gapOccurred(gap);
  }

  void ended(const EndInfo& end) override {
    publish();
    m_isStreamOpen = false;
    m_sinks.each([&](AnalysisSink& sink) { sink.ended(end); });
    Q_EMIT m_owner.streamEnded(end);
  }

 private:
  // Flags only: they order nothing but themselves, the updates travel through Qt's event queue.
  struct Channel {
    std::atomic<bool> isEnabled{false};
    std::atomic<bool> isInFlight{false};

    bool wants() const noexcept {
      return isEnabled.load(std::memory_order_relaxed) && !isInFlight.load(std::memory_order_relaxed);
    }
    void take() noexcept { isInFlight.store(true, std::memory_order_relaxed); }
  };

  Channel& channel(View view) noexcept { return m_channels[static_cast<std::size_t>(view)]; }

  void tick() {
    QElapsedTimer clock;
    clock.start();
    std::size_t taken = 0;
    std::size_t slice = 0;
    do {
      slice = m_pipeline.process(m_consumer, *this, kSliceFrames);
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
    if (!m_hasNewHop) return;
    const std::lock_guard lock(m_progressMutex);
    m_progress = {.epoch = m_stream.epoch,
                  .streamStartS = m_epochStartS,
                  .readingS = m_readingS,
                  .handedOut = std::chrono::steady_clock::now()};
  }

  // How long to rest after a tick that took so many frames and left none.
  int restMs(std::size_t taken) noexcept {
    const qint64 sinceArrivalMs = m_lastArrival.elapsed();
    if (taken > 0) m_lastArrival.start();
    if (taken == 0 && sinceArrivalMs > kStillAfterMs) return kStillPeriodMs;
    const double soundMs = m_stream.sampleRateHz > 0 ? 1000 * static_cast<double>(taken) / m_stream.sampleRateHz : 0;
    const bool isFasterThanTheClock =
        taken > 4 * m_stream.hopFrames && soundMs > 2.0 * static_cast<double>(sinceArrivalMs);
    if (isFasterThanTheClock) return kNapMs;
    const bool isWatched =
        std::ranges::any_of(m_channels, [](const Channel& c) { return c.isEnabled.load(std::memory_order_relaxed); });
    return isWatched ? kLivePeriodMs : m_patienceMs.load(std::memory_order_relaxed);
  }

  // What a view that skips hops must not miss: the highest peak, every clipped sample, the beginning of a note.
  void keepForViews(const AnalysisFrame& frame) {
    const core::LevelReading missed = m_level;
    m_level = frame.level;
    if (m_hasLevel) {
      if (missed.peakDb && (!m_level.peakDb || *m_level.peakDb < *missed.peakDb)) m_level.peakDb = missed.peakDb;
      m_level.clippedSamples += missed.clippedSamples;
    }
    m_hasLevel = channel(View::Level).isEnabled.load(std::memory_order_relaxed);
    const bool began = m_hasPitch && m_pitch.pitch.noteBegan;
    m_pitch = {frame.pitch, frame.note};
    m_pitch.pitch.noteBegan = m_pitch.pitch.noteBegan || began;
    m_hasPitch = channel(View::Pitch).isEnabled.load(std::memory_order_relaxed);
  }

  void publish() {
    if (m_hasLevel && channel(View::Level).wants()) {
      channel(View::Level).take();
      m_hasLevel = false;
      Q_EMIT m_owner.levelChanged(m_level);
    }
    if (m_hasPitch && channel(View::Pitch).wants()) {
      channel(View::Pitch).take();
      m_hasPitch = false;
      Q_EMIT m_owner.pitchChanged(m_pitch);
    }
    if (m_hasNewHop) publishPictures();
  }

  void publishPictures() {
    const double rateHz = m_stream.sampleRateHz;
    if (channel(View::Waveform).wants()) {
      const auto waveform =
          makeWaveform(m_pipeline.recent(), m_hopEndS, rateHz, m_waveformSpanS.load(std::memory_order_relaxed),
                       m_waveformColumns.load(std::memory_order_relaxed));
      if (waveform) {
        channel(View::Waveform).take();
        Q_EMIT m_owner.waveformChanged(*waveform);
      }
    }
    if (channel(View::Spectrum).wants()) {
      if (const auto spectrum = m_spectrum.make(m_pipeline.recent(), m_hopEndS, rateHz, m_stream.hopFrames)) {
        channel(View::Spectrum).take();
        Q_EMIT m_owner.spectrumChanged(*spectrum);
      }
    }
    m_hasNewHop = false;
  }

  AnalysisWorker& m_owner;
  core::RingConsumer m_consumer;
  AnalysisPipeline m_pipeline;
  SinkList<AnalysisSink> m_sinks;
  std::unique_ptr<QTimer> m_timer;
  std::array<Channel, kViewCount> m_channels;
  std::atomic<double> m_waveformSpanS{0.02};
  std::atomic<int> m_waveformColumns{512};
  std::atomic<int> m_patienceMs{kLivePeriodMs};
  QElapsedTimer m_lastArrival;
  SpectrumView m_spectrum;
  StreamInfo m_stream;
  bool m_isStreamOpen = false;  // it has begun and not ended
  double m_epochStartS = 0;
  core::LevelReading m_level;
  NotedPitch m_pitch;
  double m_hopEndS = 0;
  double m_readingS = 0;
  bool m_hasLevel = false;
  bool m_hasPitch = false;
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
void AnalysisWorker::acknowledge(View view) noexcept {
  m_impl->acknowledge(view);
}
void AnalysisWorker::setViewEnabled(View view, bool enabled) noexcept {
  m_impl->setViewEnabled(view, enabled);
}
void AnalysisWorker::setWaveformView(double spanS, int columns) noexcept {
  m_impl->setWaveformView(spanS, columns);
}
void AnalysisWorker::setPatience(std::chrono::milliseconds patience) noexcept {
  m_impl->setPatience(patience);
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
