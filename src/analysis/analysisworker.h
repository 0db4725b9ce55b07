// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysispipeline.h"
#include "analysis/feed.h"
#include "analysis/signalpath.h"

#include <QObject>

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

Q_DECLARE_METATYPE(tunescope::core::LevelReading)
Q_DECLARE_METATYPE(tunescope::analysis::NotedPitch)
Q_DECLARE_METATYPE(tunescope::core::WaveformFrame)
Q_DECLARE_METATYPE(tunescope::analysis::GapInfo)
Q_DECLARE_METATYPE(tunescope::analysis::StreamInfo)
Q_DECLARE_METATYPE(tunescope::analysis::EndInfo)

namespace tunescope::analysis {

// Owns the pipeline and, in its thread, pulls from the ring on a timer. Every hop is analysed; only what views see is
// thinned, by feeds: at most one update is in flight to each subscriber.
class AnalysisWorker : public QObject {
  Q_OBJECT

 public:
  // facts: see AnalysisPipeline.
  explicit AnalysisWorker(std::shared_ptr<core::SpscRing> ring, std::shared_ptr<audio::StreamFacts> facts = {},
                          QObject* parent = nullptr);
  ~AnalysisWorker() override;

  // Sinks get every frame, gap and end, in the worker's thread, in the order in which they were added. One that is
  // added while a stream runs learns of that stream at once and gets the next frame. One that is removed is not called
  // any more. A sink may do both from its own functions. Not owned: remove it before it ends. Thread: worker, or any
  // before run().
  void addSink(AnalysisSink* sink);
  void removeSink(AnalysisSink* sink);

  // The same for the samples themselves, as they come from the ring: AnalysisPipeline::addRawSink().
  void addRawSink(RawSink* sink);
  void removeRawSink(RawSink* sink);

  // AnalysisPipeline::setComingSettings; before run().
  void setComingSettings(std::vector<SettingsChange> changes);

  // Where readings are subscribed to: feed<core::LevelReading>().subscribe(this, callback), and so on for each kind of
  // measure/registry.h. Thread: any. Realtime-safe: no.
  template <class F>
  Feed<F> feed() const {
    return Feed<F>(m_feedEntries);
  }

  // How long samples may lie in the ring when nobody subscribes and only sinks wait for them: each time the worker
  // wakes costs as much as a hop on some machines. With a subscriber, and at first, it is 10 ms. Thread: any.
  void setPatience(std::chrono::milliseconds patience) noexcept;

  // Where it stood after it looked at the ring last. Thread: any. Realtime-safe: no (a lock that is held for a copy).
  WorkerProgress progress() const;

 public Q_SLOTS:
  void run();      // starts pulling; in the worker's thread
  void halt();     // stops pulling; in the worker's thread
  void pull();     // pulls once, now, if it runs: where timers are held up (a hidden page); in the worker's thread
  void catchUp();  // analyses what has arrived by now; in the worker's thread
  void applySettings(const tunescope::analysis::AnalysisSettings& settings);
  // Analyses another channel of the stream that runs, from the next hop on (AnalysisSettings::channel).
  void setChannel(const tunescope::audio::ChannelChoice& channel);

 Q_SIGNALS:
  void streamStarted(const tunescope::analysis::StreamInfo& info);
  // The newest readings, once a turn of the worker (10 ms), while something is connected. A receiver that may be slower
  // than that subscribes to a feed, which waits for it.
  void levelChanged(const tunescope::core::LevelReading& level);
  void waveformChanged(const tunescope::core::WaveformFrame& waveform);
  void pitchChanged(const tunescope::analysis::NotedPitch& pitch);
  void gapOccurred(const tunescope::analysis::GapInfo& gap);
  void streamEnded(const tunescope::analysis::EndInfo& end);

 protected:
  void connectNotify(const QMetaMethod& signal) override;
  void disconnectNotify(const QMetaMethod& signal) override;

 private:
  class Impl;
  std::shared_ptr<FeedEntries> m_feedEntries = std::make_shared<FeedEntries>();
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::analysis

Q_DECLARE_METATYPE(tunescope::analysis::AnalysisSettings)
