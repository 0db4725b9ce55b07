// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "analysis/rawsink.h"
#include "audio/streamfacts.h"
#include "core/ring/spscring.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace tunescope::analysis {

// Pulls from the ring, runs the core on every hop and hands the result to the sink. A plain class without a thread.
// It learns the sample rate and what a frame holds from the stream's start mark and makes its engine for that rate;
// after a gap the history is dropped, so no pitch window spans it. Thread: worker.
class AnalysisPipeline {
 public:
  // facts: where the sources that write into the ring leave what is known of their streams; null: nowhere.
  explicit AnalysisPipeline(const AnalysisSettings& settings = {}, std::shared_ptr<audio::StreamFacts> facts = {});
  ~AnalysisPipeline();

  // A new A4 holds from the next hop on; a new range makes a new engine. Another channel begins with the next hop, and
  // with it the analysis, as behind a gap of no length. At the start of a stream that does not hold it, the nearest
  // that it holds is analysed.
  void setSettings(const AnalysisSettings& settings);
  const AnalysisSettings& settings() const noexcept;

  // Settings that hold from places in the frames on, in order: those of a recording that is replayed. Before the first
  // frames are taken.
  void setComingSettings(std::vector<SettingsChange> changes);

  // Raw sinks get the samples, marks and settings as they are taken from the ring, in the order in which they were
  // added. One that is added in the middle of a stream begins with the next hop, and so does the analysis, which
  // forgets what came before; all raw sinks get a start mark there. So each of them, replayed, gives the same readings.
  // A removed one is not called any more. Not owned.
  void addRawSink(RawSink* sink);
  void removeRawSink(RawSink* sink);

  // Analyses what waits, at most about maxFrames frames. Returns how many were taken (0: nothing waits).
  std::size_t process(core::RingConsumer& consumer, AnalysisSink& sink, std::size_t maxFrames = 65536);

  // The same for what does not come through a ring: a mark, and the frames behind it, interleaved.
  void take(const core::RingMark& mark, AnalysisSink& sink);
  void take(std::span<const float> interleaved, AnalysisSink& sink);

  // How much recent() holds. What is there stays, as far as it has room. Not within process().
  void setHistory(double seconds);
  // The newest samples of whole hops since the last gap, oldest first. Valid until process().
  std::span<const float> recent() const noexcept;
  std::size_t frameWidth() const noexcept;  // samples in a frame of the present stream
  double timeS() const noexcept;            // the end of the newest sample taken, also of a hop that is not complete
  double sampleRateHz() const noexcept;     // 0 before the first stream

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::analysis
