// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"
#include "core/channelview.h"
#include "core/readings.h"
#include "core/ring/framelayout.h"
#include "core/ring/ringmark.h"
#include "core/spectrum/notepartials.h"
#include "core/tuning/tuning.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tunescope::analysis {

// Settings that take effect once that many frames have been read.
struct SettingsChange {
  std::uint64_t frames = 0;
  AnalysisSettings settings;
};

// Describes the stream that begins here.
struct StreamInfo {
  double sampleRateHz = 0;
  std::size_t hopFrames = 0;
  std::uint32_t epoch = 0;
  double startS = 0;            // of its first sample, on the clock of all frames
  bool isContinuation = false;  // continues the capture of the previous stream: after an outage, or from another source
  audio::CaptureFormat format;  // of the source; only the rate if no more is known
  core::FrameLayout layout{};   // of its frames: how many channels each has
};

// The end of a capture.
struct EndInfo {
  double timeS = 0;            // after its last sample
  std::uint32_t epoch = 0;     // of the capture, or a later one
  audio::CaptureError reason;  // none: it was read to its end, or stopped on request
};

// Everything known about one hop. hop, channels, settings and tuning are valid during the call only.
struct AnalysisFrame {
  core::LevelReading level;
  core::PitchReading pitch;
  std::optional<core::TunedNote> note;         // of a voiced reading
  std::optional<int> string{};                 // as players count the strings; none: unknown, or no instrument
  std::span<const float> hop;                  // the samples of this hop: the analysed channel
  core::ChannelView channels;                  // all captured channels of it
  const AnalysisSettings* settings = nullptr;  // in force for it; null in a stored copy
  const core::Tuning* tuning = nullptr;        // of these settings; null in a stored copy
  double startS = 0;                           // of its first sample ...
  double endS = 0;                             // ... and after its last one
  // Of the note, where a sink has measured them for its writer; valid during the call only.
  std::span<const core::NotePartial> partials{};
};

// A pitch and the nearest note, for views.
struct NotedPitch {
  core::PitchReading pitch;
  std::optional<core::TunedNote> note;  // of a voiced reading
  std::optional<int> string{};          // as players count the strings; none: unknown, or no instrument
};

// The newest samples of whole hops since the last gap, oldest first, as far back as requested. Views that are valid
// during the call only.
struct RecentSamples {
  std::span<const float> samples;  // of the analysed channel
  core::ChannelView channels;      // of all captured channels
};

struct GapInfo {
  double timeS = 0;
  std::uint64_t lostFrames = 0;
  core::GapReason reason = core::GapReason::Overrun;
};

// Receives every frame, in order. Thread: worker. A sink that blocks delays the analysis: live sources then lose
// samples and count them, files wait.
class AnalysisSink {
 public:
  virtual ~AnalysisSink() = default;
  virtual void streamStarted(const StreamInfo& info) = 0;
  virtual void frame(const AnalysisFrame& frame) = 0;
  virtual void gap(const GapInfo& gap) = 0;
  // From here on another channel is analysed, or frames hold another group of channels (info.layout). No frame is lost.
  virtual void channelsChanged(const StreamInfo&) {}
  // Before the end: the last samples, which do not fill a hop. They have no pitch and no note.
  virtual void rest(const AnalysisFrame&) {}
  virtual void ended(const EndInfo& end) = 0;  // the last sample of the capture has been analysed
  virtual void caughtUp() {}                   // all available samples, or a turn's share of them, have been analysed
};

}  // namespace tunescope::analysis
