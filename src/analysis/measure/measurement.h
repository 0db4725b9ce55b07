// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"

#include <span>

namespace tunescope::analysis {

// What a measurement needs of the analysis, whatever it measures.
class MeasurementBase {
 public:
  MeasurementBase() = default;
  virtual ~MeasurementBase() = default;
  MeasurementBase(const MeasurementBase&) = delete;
  MeasurementBase& operator=(const MeasurementBase&) = delete;

  // Seconds of samples, up to the newest hop, that take() needs.
  virtual double historyS() const noexcept { return 0; }
  // A stream begins, or the measurement joins one that runs. Allocates here, so that hop() need not.
  virtual void begin(const StreamInfo& stream) = 0;
  virtual void hop(const AnalysisFrame& frame) noexcept = 0;  // every hop, none skipped
  virtual void gap(const GapInfo& gap) noexcept = 0;          // nothing may span it
};

// Makes readings of kind F out of hops: core::LevelReading, core::WaveformFrame and so on. Each subscriber has one of
// its own, with its parameters; registry.h says how each kind is made. Thread: worker. Realtime-safe: no.
template <class F>
class Measurement : public MeasurementBase {
 public:
  // The newest reading since the last call; false: there is none. It merges what a slow subscriber missed (the highest
  // peak, clipped samples, the start of a note). recent: historyS() of samples, fewer behind a gap.
  virtual bool take(F& newest, std::span<const float> recent) = 0;
};

}  // namespace tunescope::analysis
