// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/waveform.h"

#include "analysis/measure/registry.h"
#include "core/dsp/waveform.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr double kSearchS = 0.05;  // one period at 20 Hz
constexpr double kMaxSpanS = 0.2;
constexpr int kMaxColumns = 16384;

// The picture is computed when it is taken: most hops are never shown.
class WaveformMeasurement final : public Measurement<core::WaveformFrame> {
 public:
  explicit WaveformMeasurement(const WaveformParameters& parameters)
      : m_spanS(std::clamp(parameters.spanS, 0.0, kMaxSpanS)),
        m_columns(std::clamp(parameters.columns, 0, kMaxColumns)) {}

  double historyS() const noexcept override { return m_spanS + kSearchS; }
  void begin(const StreamInfo& stream) override {
    m_stream = stream;
    m_hasNew = false;
  }
  void hop(const AnalysisFrame& frame) noexcept override {
    m_endS = frame.level.timeS + 0.5 * static_cast<double>(m_stream.hopFrames) / m_stream.sampleRateHz;
    m_hasNew = true;
  }
  void gap(const GapInfo&) noexcept override { m_hasNew = false; }
  bool take(core::WaveformFrame& newest, const RecentSamples& recent) override {
    if (!std::exchange(m_hasNew, false)) return false;
    auto frame = makeWaveform(recent.samples, m_endS, m_stream.sampleRateHz, m_spanS, m_columns);
    if (frame) newest = std::move(*frame);
    return frame.has_value();
  }

 private:
  const double m_spanS;
  const int m_columns;
  StreamInfo m_stream;
  double m_endS = 0;
  bool m_hasNew = false;
};

}  // namespace

std::size_t alignedStart(std::span<const float> samples, std::size_t windowFrames) noexcept {
  const std::size_t newest = samples.size() - std::min(windowFrames, samples.size());
  const std::span<const float> searched = samples.first(std::min(newest + 1, samples.size()));
  if (searched.size() < 2) return newest;
  const auto [lowest, highest] = std::minmax_element(searched.begin(), searched.end());
  const float level = *lowest < 0 && *highest > 0 ? 0.0F : 0.5F * (*lowest + *highest);  // for a wave with an offset
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

std::unique_ptr<Measurement<core::WaveformFrame>> MeasurementOf<core::WaveformFrame>::make(
    const Parameters& parameters) {
  return std::make_unique<WaveformMeasurement>(parameters);
}

}  // namespace tunescope::analysis
