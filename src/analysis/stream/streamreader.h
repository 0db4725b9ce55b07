// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/stream/hopreader.h"
#include "core/ring/spscring.h"

#include <cstddef>
#include <memory>

namespace tunescope::analysis {

// Reads a capture from the ring: ring → hops → sink. A plain class without a thread. Thread: worker.
// Realtime-safe: no.
class StreamReader final : public HopReader {
 public:
  // facts: where the sources that write into the ring store what is known of their streams; null: nowhere.
  explicit StreamReader(std::shared_ptr<core::SpscRing> ring, const AnalysisSettings& settings = {},
                        std::shared_ptr<audio::StreamFacts> facts = {});

  // Analyses the waiting samples, about maxFrames frames at most. Returns how many were read (0: none).
  std::size_t read(AnalysisSink& sink, std::size_t maxFrames = 65536);
  // Analyses everything that has arrived by now, in slices of maxFrames.
  void catchUp(AnalysisSink& sink, std::size_t maxFrames);

 private:
  core::RingConsumer m_consumer;
};

}  // namespace tunescope::analysis
