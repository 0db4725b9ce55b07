// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace tunescope::tests {

// Keeps everything that the pipeline reports.
class RecordingSink final : public analysis::AnalysisSink {
 public:
  struct Frame {
    core::LevelReading level;
    core::PitchReading pitch;
    std::optional<core::TunedNote> note;
    std::vector<float> hop;
  };

  void streamStarted(const analysis::StreamInfo& info) override { streams.push_back(info); }
  void frame(const analysis::AnalysisFrame& frame) override {
    frames.push_back({frame.level, frame.pitch, frame.note, {frame.hop.begin(), frame.hop.end()}});
  }
  void gap(const analysis::GapInfo& gap) override { gaps.push_back(gap); }
  void rest(const analysis::AnalysisFrame& frame) override { rests.push_back({frame.hop.begin(), frame.hop.end()}); }
  void ended(const analysis::EndInfo& end) override {
    ends.push_back(end.timeS);
    reasons.push_back(end.reason.code);
  }
  void caughtUp() override { handedOver.push_back(frames.size()); }

  std::vector<std::vector<float>> rests;
  std::vector<analysis::StreamInfo> streams;
  std::vector<Frame> frames;
  std::vector<analysis::GapInfo> gaps;
  std::vector<double> ends;
  std::vector<audio::CaptureErrorCode> reasons;  // of the ends
  std::vector<std::size_t> handedOver;           // frames there were at the end of each turn
};

// Frames of these channels, which have one length.
inline std::vector<float> interleaved(const std::vector<std::vector<float>>& channels) {
  std::vector<float> frames;
  for (std::size_t i = 0; i < channels.front().size(); ++i) {
    for (const std::vector<float>& channel : channels) frames.push_back(channel[i]);
  }
  return frames;
}

// A sine of amplitude 0.5 from sample start on.
inline std::vector<float> sine(double hertz, double sampleRateHz, std::size_t frames, std::size_t start = 0) {
  std::vector<float> samples(frames);
  for (std::size_t i = 0; i < frames; ++i) {
    const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(start + i) / sampleRateHz;
    samples[i] = static_cast<float>(0.5 * std::sin(phase));
  }
  return samples;
}

}  // namespace tunescope::tests
