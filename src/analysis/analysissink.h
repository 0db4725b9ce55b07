// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"
#include "core/readings.h"
#include "core/ring/ringmark.h"
#include "core/tuning/tuning.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tunescope::analysis {

// Settings that hold once so many frames have been taken from the ring.
struct SettingsChange {
  std::uint64_t frames = 0;
  AnalysisSettings settings;
};

// What holds from here on.
struct StreamInfo {
  double sampleRateHz = 0;
  std::size_t hopFrames = 0;
  std::uint32_t epoch = 0;
  double startS = 0;            // when its first sample came, by the clock of all frames
  bool isContinuation = false;  // of the capture that the stream before it was of: after an outage, from another source
  audio::CaptureFormat format;  // what is heard; only the rate where nobody said more
};

// The end of a capture.
struct EndInfo {
  double timeS = 0;            // behind its last sample
  std::uint32_t epoch = 0;     // of it or later
  audio::CaptureError reason;  // none: it was read to its end, or stopped on request
};

// All that is known about one hop. hop and recent are views that end with the call.
struct AnalysisFrame {
  core::LevelReading level;
  core::PitchReading pitch;
  std::optional<core::TunedNote> note;  // of a voiced reading
  std::span<const float> hop;           // the samples of this hop
};

// A pitch and the note that it is nearest to: what views get.
struct NotedPitch {
  core::PitchReading pitch;
  std::optional<core::TunedNote> note;  // of a voiced reading
};

struct GapInfo {
  double timeS = 0;
  std::uint64_t lostFrames = 0;
  core::GapReason reason = core::GapReason::Overrun;
};

// Receives every frame, in order, none skipped. Thread: worker. A sink that blocks holds up the analysis: live sources
// then lose samples and count them, files wait.
class AnalysisSink {
 public:
  virtual ~AnalysisSink() = default;
  virtual void streamStarted(const StreamInfo& info) = 0;
  virtual void frame(const AnalysisFrame& frame) = 0;
  virtual void gap(const GapInfo& gap) = 0;
  virtual void ended(const EndInfo& end) = 0;  // the last sample of the capture has been analysed
  virtual void caughtUp() {}                   // all that was there has been analysed, or a turn's share of it
};

}  // namespace tunescope::analysis
