// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dsp/spectrum.h"
#include "core/readings.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

// What the views are given, made from the newest samples of the pipeline.
namespace tunescope::analysis {

// Where a window of windowFrames samples should begin in samples, so that a steady tone stands still: at the newest
// rising zero crossing that leaves room for the window. With hysteresis: the signal must have been half way down to its
// lowest value before, so that ripples of the upper partials do not count. Without one: the newest window. Thread: any.
// Realtime-safe: wait-free.
std::size_t alignedStart(std::span<const float> samples, std::size_t windowFrames) noexcept;

// The newest spanS seconds (as far as there are some), aligned and reduced to columns. endS: the end of samples.
// Nothing where there are no samples. Thread: any. Realtime-safe: no (allocates).
std::optional<core::WaveformFrame> makeWaveform(std::span<const float> samples, double endS, double sampleRateHz,
                                                double spanS, int columns);

// Spectra of eight hops (4096 samples from 32 to 64 kHz). Thread: one at a time. Realtime-safe: no (allocates).
class SpectrumView {
 public:
  // Nothing while there are fewer samples than that. endS: the end of samples.
  std::optional<core::SpectrumFrame> make(std::span<const float> samples, double endS, double sampleRateHz,
                                          std::size_t hopFrames);

 private:
  std::unique_ptr<core::SpectrumAnalyzer> m_analyzer;
};

}  // namespace tunescope::analysis
