// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"
#include "analysis/stream/samplehistory.h"
#include "core/spectrum/noisefloor.h"

#include <algorithm>
#include <utility>

namespace tunescope::analysis {

namespace {

class PartialsMeasurement final : public Measurement<PartialsReading> {
 public:
  explicit PartialsMeasurement(const PartialsParameters& parameters)
      : m_count(std::min(parameters.count, core::kMaxNotePartials)),
        m_frame(parameters.size, parameters.window),
        m_interpolation(parameters.window),
        m_floor(m_frame.binCount()) {
    m_history.resize(parameters.size);
  }

  void begin(const StreamInfo& stream) override {
    m_rateHz = stream.sampleRateHz;
    m_history.clear();
    m_reading.count = 0;
    m_hasNew = false;
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    m_history.append(frame.hop);
    m_reading.count = 0;
    m_hasNew = true;
    if (!frame.pitch.isVoiced() || m_history.view().size() < m_frame.size()) return;
    const double clock = 1 + (frame.settings != nullptr ? frame.settings->clockPpm : 0) * 1e-6;
    m_frame.transform(m_history.view());
    m_floor.measure(m_frame.power(), 1);
    const std::span<core::NotePartial> room = std::span(m_reading.partials).first(m_count);
    m_reading.count = findNotePartials(m_frame.power(), m_floor.floor(),
                                       m_rateHz * clock / static_cast<double>(m_frame.size()), m_interpolation,
                                       {.hertz = *frame.pitch.hertz, .inharmonicity = frame.pitch.inharmonicity}, room);
  }

  void gap(const GapInfo&) noexcept override { m_history.clear(); }

  bool take(PartialsReading& newest, const RecentSamples&) override {
    newest = m_reading;
    return std::exchange(m_hasNew, false);
  }

 private:
  const std::size_t m_count;
  core::SpectrumFrame m_frame;
  core::PeakInterpolation m_interpolation;
  core::NoiseFloor m_floor;
  SampleHistory m_history;
  double m_rateHz = 0;
  PartialsReading m_reading;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<PartialsReading>> MeasurementOf<PartialsReading>::make(const Parameters& parameters) {
  return std::make_unique<PartialsMeasurement>(parameters);
}

}  // namespace tunescope::analysis
