// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"

namespace tunescope::analysis {

// The part of a measurement that does not depend on the kind of its readings.
class MeasurementBase {
 public:
  MeasurementBase() = default;
  virtual ~MeasurementBase() = default;
  MeasurementBase(const MeasurementBase&) = delete;
  MeasurementBase& operator=(const MeasurementBase&) = delete;

  // Seconds of history, up to the newest hop, that take() needs: of the analysed channel, and of all captured channels.
  virtual double historyS() const noexcept { return 0; }
  virtual double channelHistoryS() const noexcept { return 0; }
  // A stream begins, or the measurement joins a running one. Allocates here, so that hop() need not.
  virtual void begin(const StreamInfo& stream) = 0;
  virtual void hop(const AnalysisFrame& frame) noexcept = 0;                 // every hop, none skipped
  virtual void gap(const GapInfo& gap) noexcept = 0;                         // nothing may span it
  virtual void channelsChanged(const StreamInfo& stream) { begin(stream); }  // AnalysisSink::channelsChanged
  // Whether hop() also takes the last samples, which do not fill a hop (AnalysisSink::rest).
  virtual bool takesPartialHops() const noexcept { return false; }
};

// Makes readings of kind F from hops: core::LevelReading, core::WaveformFrame and so on. Each subscriber has its
// own, with its parameters; registry.h declares how each kind is made. Thread: worker. Realtime-safe: no.
template <class F>
class Measurement : public MeasurementBase {
 public:
  // The newest reading since the last call; false: none. It includes what a slow subscriber missed (the highest
  // peak, clipped samples, the start of a note). recent: historyS() of samples and channelHistoryS() of frames, less
  // after a gap.
  virtual bool take(F& newest, const RecentSamples& recent) = 0;
  // At the end, for readings that cover more than a hop: one of the samples since the last. False: none.
  virtual bool takeRest(F&) { return false; }
};

}  // namespace tunescope::analysis
