// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysispipeline.h"
#include "analysis/rawsink.h"
#include "audio/streamfacts.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tunescope::analysis {

// The common part of StreamReader and FileReader: marks and frames become hops of the analysed channel,
// AnalysisPipeline analyses them, and sinks get the results. Sample rate and layout come from the stream's start
// mark; after a gap the history is dropped, so no pitch window spans it. Thread: worker. Realtime-safe: no.
class HopReader {
 public:
  HopReader(const HopReader&) = delete;
  HopReader& operator=(const HopReader&) = delete;

  // A new A4 takes effect with the next hop; a new range makes a new engine. Another channel begins with the next hop,
  // where the analysis restarts, as after a gap of zero length. If a new stream does not have the channel, its nearest
  // one is analysed.
  void setSettings(const AnalysisSettings& settings);
  const AnalysisSettings& settings() const noexcept;

  // Settings that take effect at later positions, in order: those of a recording that is replayed. Call it before the
  // first frames are read.
  void setComingSettings(std::vector<SettingsChange> changes);

  // Raw sinks get the samples, marks and settings as they are read, in the order in which they were added. One that is
  // added in the middle of a stream begins with the next hop, where the analysis restarts and forgets what came before;
  // all raw sinks get a start mark there. So each of them, replayed, gives the same readings. A removed one is not
  // called again. Not owned.
  void addRawSink(RawSink* sink);
  void removeRawSink(RawSink* sink);

  // AnalysisPipeline::setHistory() and recent(). Not while it reads.
  void setHistory(double seconds, double secondsOfChannels = 0);
  RecentSamples recent() const noexcept;

  double timeS() const noexcept;         // the end of the newest sample read, also of a hop that is not complete
  double sampleRateHz() const noexcept;  // 0 before the first stream

 protected:
  // facts: where the sources store what is known of their streams; null: nowhere.
  HopReader(const AnalysisSettings& settings, std::shared_ptr<audio::StreamFacts> facts);
  ~HopReader();

  void mark(const core::RingMark& mark, AnalysisSink& sink);
  // Room for the next frames, interleaved: the rest of the present hop, as far as the present settings
  // apply.
  std::span<float> room(AnalysisSink& sink);
  // The frames have been written there. clock: after them.
  void filled(std::span<const float> interleaved, std::uint64_t clock, AnalysisSink& sink);

  std::size_t frameWidth() const noexcept;  // samples in a frame of the present stream

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::analysis
