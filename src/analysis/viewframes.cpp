// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/viewframes.h"

#include "core/dsp/waveform.h"

#include <algorithm>
#include <optional>

namespace tunescope::analysis {

namespace {

constexpr double kSearchS = 0.05;  // one period at 20 Hz
constexpr std::size_t kHopsInSpectrum = 8;

}  // namespace

std::size_t alignedStart(std::span<const float> samples, std::size_t windowFrames) noexcept {
  const std::size_t newest = samples.size() - std::min(windowFrames, samples.size());
  const std::span<const float> searched = samples.first(std::min(newest + 1, samples.size()));
  if (searched.size() < 2) return newest;
  const auto [lowest, highest] = std::minmax_element(searched.begin(), searched.end());
  const float level =
      *lowest < 0 && *highest > 0 ? 0.0F : 0.5F * (*lowest + *highest);  // a wave that rides on an offset
  const float armingLevel = 0.5F * (level + *lowest);
  std::optional<std::size_t> edge;
  bool armed = false;
  for (std::size_t i = 0; i < searched.size(); ++i) {
    if (searched[i] <= armingLevel) armed = true;
    if (armed && searched[i] > level) {
      edge = i;
      armed = false;
    }
  }
  return edge.value_or(newest);
}

std::optional<core::WaveformFrame> makeWaveform(std::span<const float> samples, double endS, double sampleRateHz,
                                                double spanS, int columns) {
  if (samples.empty() || columns <= 0 || sampleRateHz <= 0) return std::nullopt;
  const auto wanted = static_cast<std::size_t>(std::max(1.0, spanS * sampleRateHz));
  const std::size_t window = std::min(wanted, samples.size());
  const std::span<const float> searched =
      samples.last(std::min(samples.size(), window + static_cast<std::size_t>(kSearchS * sampleRateHz)));
  const std::size_t start = alignedStart(searched, window);
  core::WaveformFrame frame;
  frame.timeS = endS - static_cast<double>(searched.size() - start) / sampleRateHz;
  frame.spanS = static_cast<double>(window) / sampleRateHz;
  frame.columns.resize(static_cast<std::size_t>(columns));
  core::reduceWaveform(searched.subspan(start, window), frame.columns);
  return frame;
}

std::optional<core::SpectrumFrame> SpectrumView::make(std::span<const float> samples, double endS, double sampleRateHz,
                                                      std::size_t hopFrames) {
  const std::size_t size = hopFrames * kHopsInSpectrum;
  if (size == 0 || samples.size() < size) return std::nullopt;
  if (!m_analyzer || m_analyzer->size() != size) m_analyzer = std::make_unique<core::SpectrumAnalyzer>(size);
  core::SpectrumFrame frame;
  frame.timeS = endS - 0.5 * static_cast<double>(size) / sampleRateHz;
  frame.binWidthHz = sampleRateHz / static_cast<double>(size);
  frame.magnitudeDb.resize(m_analyzer->binCount());
  m_analyzer->analyze(samples.last(size), frame.magnitudeDb);
  return frame;
}

}  // namespace tunescope::analysis
