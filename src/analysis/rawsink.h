// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "core/ring/ringmark.h"

#include <span>

namespace tunescope::analysis {

// Receives what a reader takes from its source, unprocessed. Thread: worker.
class RawSink {
 public:
  virtual ~RawSink() = default;
  // The source from the next start mark on.
  virtual void source(const audio::CaptureFormat& format) = 0;
  virtual void mark(const core::RingMark& mark) = 0;
  // Whole interleaved frames in the layout of the stream's mark.
  virtual void samples(std::span<const float> interleaved) = 0;
  // The settings of the following samples; called before the first ones, and on each change.
  virtual void settings(const AnalysisSettings& settings) = 0;
};

}  // namespace tunescope::analysis
