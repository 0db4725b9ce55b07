// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "analysis/feed.h"
#include "analysis/rawsink.h"
#include "analysis/signalpath.h"
#include "audio/streamfacts.h"
#include "core/ring/spscring.h"

#include <QObject>

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

Q_DECLARE_METATYPE(tunescope::core::LevelReading)
Q_DECLARE_METATYPE(tunescope::analysis::NotedPitch)
Q_DECLARE_METATYPE(tunescope::core::WaveformFrame)
Q_DECLARE_METATYPE(tunescope::analysis::StreamInfo)
Q_DECLARE_METATYPE(tunescope::analysis::EndInfo)

namespace tunescope::analysis {

// Owns the reader of the ring and polls it on a timer in its thread. It analyses every hop; feeds thin only what views
// get: at most one update is in flight to each subscriber.
class AnalysisWorker : public QObject {
  Q_OBJECT

 public:
  // facts: see StreamReader.
  explicit AnalysisWorker(std::shared_ptr<core::SpscRing> ring, std::shared_ptr<audio::StreamFacts> facts = {},
                          QObject* parent = nullptr);
  ~AnalysisWorker() override;

  // Sinks get every frame, gap and end, in the worker's thread, in the order in which they were added. One that is
  // added while a stream runs gets streamStarted() at once and then the next frame. A removed one is not called
  // again. A sink may add and remove sinks from its own functions. Not owned: remove it before it ends. Thread: worker,
  // or any before run().
  void addSink(AnalysisSink* sink);
  void removeSink(AnalysisSink* sink);

  // The same for the samples as they come from the ring: HopReader::addRawSink().
  void addRawSink(RawSink* sink);
  void removeRawSink(RawSink* sink);

  // HopReader::setComingSettings(); before run().
  void setComingSettings(std::vector<SettingsChange> changes);

  // Subscriptions to readings: feed<core::LevelReading>().subscribe(this, callback), and so on for each kind in
  // measure/registry.h. Thread: any. Realtime-safe: no.
  template <class F>
  Feed<F> feed() const {
    return Feed<F>(m_feedEntries);
  }

  // How long samples may stay in the ring while only sinks are waiting, without a subscriber: on some machines each
  // wake-up costs as much as a hop. By default it is 10 ms. Thread: any.
  void setPatience(std::chrono::milliseconds patience) noexcept;

  // The same while there is a subscriber; all updates of a turn come together. It is the time between two pictures,
  // bounded like the patience. Thread: any.
  void setPace(std::chrono::milliseconds pace) noexcept;

  // While it is held, subscribers of feeds get nothing and their measurements skip the samples; sinks get everything.
  // Thread: any.
  void setHeld(bool isHeld) noexcept;

  // Its position after the last read of the ring. Thread: any. Realtime-safe: no (a lock that is held for a copy).
  WorkerProgress progress() const;

 public Q_SLOTS:
  void run();      // starts pulling; in the worker's thread
  void halt();     // stops pulling; in the worker's thread
  void pull();     // pulls once, now, if it runs (timers of hidden pages are slow); in the worker's thread
  void catchUp();  // analyses what has arrived by now; in the worker's thread
  void applySettings(const tunescope::analysis::AnalysisSettings& settings);
  // Analyses another channel of the running stream from the next hop on (AnalysisSettings::channel).
  void setChannel(const tunescope::audio::ChannelChoice& channel);

 Q_SIGNALS:
  void streamStarted(const tunescope::analysis::StreamInfo& info);
  // The newest readings, once per turn of the worker (10 ms), while something is connected. A receiver that may be
  // slower should subscribe to a feed, which waits for it.
  void levelChanged(const tunescope::core::LevelReading& level);
  void waveformChanged(const tunescope::core::WaveformFrame& waveform);
  void pitchChanged(const tunescope::analysis::NotedPitch& pitch);
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
