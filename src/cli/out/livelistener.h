// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "present/shownnotes.h"

namespace tunescope::cli {

// Takes what a run measures while it goes on; never waits. Thread: worker.
class LiveListener {
 public:
  LiveListener() = default;
  virtual ~LiveListener() = default;
  LiveListener(const LiveListener&) = delete;
  LiveListener& operator=(const LiveListener&) = delete;

  virtual void begin(const analysis::StreamInfo& stream) = 0;
  // shown: the note that the window would show.
  virtual void hear(const analysis::AnalysisFrame& frame, const present::ShownNotes::Shown& shown) = 0;
  virtual void gap(const analysis::GapInfo& gap) = 0;
  virtual void channelsChanged(const analysis::StreamInfo& stream) = 0;
  virtual void end() = 0;  // of the run
};

}  // namespace tunescope::cli
