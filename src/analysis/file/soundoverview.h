// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/registry.h"
#include "audio/capturetypes.h"
#include "core/history/historystep.h"
#include "core/history/stepseries.h"
#include "core/notes/playednote.h"
#include "core/spectrogram/spectrogramcolumn.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tunescope::analysis {

// The extremes of the analysed channel's samples.
struct WaveStep {
  float low = std::numeric_limits<float>::infinity();  // above high: there are none
  float high = -std::numeric_limits<float>::infinity();

  bool isNone() const noexcept { return low > high; }
  void add(const WaveStep& other) noexcept {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
  }
};

// The curve of pitch, in cents above 440 Hz, and one standard deviation to each side of it.
struct PitchStep {
  core::PitchExtremes pitch;
  core::PitchExtremes band;
  float confidence = 0;  // the highest, 0 to 1

  void add(const PitchStep& other) noexcept {
    pitch.add(other.pitch);
    band.add(other.band);
    confidence = std::max(confidence, other.confidence);
  }
};

// The highest level of each row of a spectrogram (core::SpectrogramLevel).
struct SpectrumStep {
  std::array<std::uint8_t, core::SpectrogramRows::kCount> levels{};

  void add(const SpectrumStep& other) noexcept {
    for (std::size_t i = 0; i < levels.size(); ++i) levels[i] = std::max(levels[i], other.levels[i]);
  }
};

// A whole sound file, ready to be drawn in any span. Up to about 60 MB however long the sound is, and 1 kB for each
// note. Times are seconds from its first sample. Thread: any, once it is complete.
struct SoundOverview {
  // From this confidence on a reading is a point of the curve of pitch: below it is more likely wrong than right.
  static constexpr double kMinConfidence = 0.5;

  std::string source;  // the file's path
  double seconds = 0;
  double sampleRateHz = 0;  // of its first part
  unsigned channels = 0;
  core::StepSeries<WaveStep> wave{0.002, 1U << 21U};
  core::StepSeries<PitchStep> pitch{0.01, 1U << 19U};
  core::StepSeries<core::HistoryStep> levels{0.02, 1U << 18U};   // RMS and peak of the analysed channel
  core::StepSeries<core::HistoryStep> loudness{0.1, 1U << 17U};  // momentary and short-term
  core::StepSeries<SpectrumStep> spectrum{1.0 / 30, 1U << 13U};
  std::vector<core::PlayedNote> notes;        // in order of their onsets
  std::optional<core::MetersReading> meters;  // of the whole; none for less than a hop
  std::vector<double> partsS;                 // where its second and further parts begin
  audio::CaptureError remark;                 // why a part of it is missing; none: it was read to its end
};

// Fills an overview with the frames of a file. Thread: one at a time. Realtime-safe: no.
class OverviewSink final : public AnalysisSink {
 public:
  explicit OverviewSink(SoundOverview& overview);

  void streamStarted(const StreamInfo& info) override;
  void frame(const AnalysisFrame& frame) override;
  void gap(const GapInfo& gap) override;
  void rest(const AnalysisFrame& frame) override;
  void ended(const EndInfo& end) override;

 private:
  void addSamples(const AnalysisFrame& frame);
  void addPitch(const AnalysisFrame& frame);
  void measure(const AnalysisFrame& frame);
  void addNotes(PlayedNotes& played);
  void addMeters();

  SoundOverview& m_overview;
  std::unique_ptr<Measurement<core::MetersReading>> m_meters;
  std::unique_ptr<Measurement<PlayedNotes>> m_notes;
  std::unique_ptr<Measurement<core::SpectrogramReading>> m_spectrogram;
  core::MetersReading m_reading;
};

}  // namespace tunescope::analysis
