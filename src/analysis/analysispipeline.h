// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"

#include <memory>
#include <span>

namespace tunescope::analysis {

// One hop. Its samples are finite; its times are on the clock of all frames.
struct Hop {
  std::span<const float> samples;  // the analysed channel
  core::ChannelView channels;      // all captured channels
  double startS = 0;               // of its first sample ...
  double endS = 0;                 // ... and after its last one
};

// Runs the core on hops from any reader (stream/). A plain class without a thread. Thread: worker.
// Realtime-safe: no.
class AnalysisPipeline {
 public:
  explicit AnalysisPipeline(const AnalysisSettings& settings = {});
  ~AnalysisPipeline();

  // A new A4 takes effect with the next hop; a new range requires a new engine. nextS: where that hop begins.
  void setSettings(const AnalysisSettings& settings, double nextS);
  const AnalysisSettings& settings() const noexcept;

  // Another stream, or another layout of its frames; another sample rate requires a new engine. restart() sets where it
  // begins.
  void setStream(double sampleRateHz, const core::FrameLayout& layout);
  // Forgets everything before startS: no window spans a gap.
  void restart(double startS) noexcept;
  // The frame's views are valid until the next call.
  AnalysisFrame analyse(const Hop& hop);

  // Lengths of recent(), of the analysed channel and of all captured ones. Existing history is kept as far as it
  // fits.
  void setHistory(double seconds, double secondsOfChannels);
  RecentSamples recent() const noexcept;  // valid until the next hop

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::analysis
