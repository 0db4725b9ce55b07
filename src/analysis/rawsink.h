// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "core/ring/ringmark.h"

#include <span>

namespace tunescope::analysis {

// Receives what the pipeline takes from the ring, before anything is done to it. Thread: worker.
class RawSink {
 public:
  virtual ~RawSink() = default;
  // What is heard from the start mark on that comes next.
  virtual void source(const audio::CaptureFormat& format) = 0;
  virtual void mark(const core::RingMark& mark) = 0;
  // Whole frames, interleaved, of the layout that the stream's mark gave.
  virtual void samples(std::span<const float> interleaved) = 0;
  // What holds for the samples from here on; told at the first ones, and whenever it changes.
  virtual void settings(const AnalysisSettings& settings) = 0;
};

}  // namespace tunescope::analysis
