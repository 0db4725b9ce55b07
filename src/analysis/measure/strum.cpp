// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"
#include "core/strum/strummeter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr double kMinStrumRateHz = 8000;
constexpr double kMaxStrumRateHz = 192000;

// Named by the tuning of the settings. When they change, the strings of the present strum are named again.
class StrumMeasurement final : public Measurement<StrumReading> {
 public:
  explicit StrumMeasurement(const StrumParameters& parameters) : m_keys(parameters.keys) {
    if (m_keys.size() > core::kMaxStrings) m_keys.resize(core::kMaxStrings);
    m_targetsHz.resize(m_keys.size());
    nameStrings(core::Tuning{});
  }

  void begin(const StreamInfo& stream) override {
    m_stream = stream;
    m_hasReading = m_hasNew = false;
    m_meter.reset();
    if (stream.sampleRateHz < kMinStrumRateHz || stream.sampleRateHz > kMaxStrumRateHz) return;
    m_meter.emplace(stream.sampleRateHz, stream.hopFrames, m_targetsHz);
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    if (!m_meter) return;
    if (frame.tuning != nullptr && frame.tuning->id() != m_tuning) {
      nameStrings(*frame.tuning);
      m_meter->setTargets(m_targetsHz);
      if (m_hasReading) report();
    }
    if (!m_meter->process(frame.hop)) return;
    m_ppm = frame.settings != nullptr ? frame.settings->clockPpm : 0;
    m_heard = m_meter->reading();
    m_reading.timeS = frame.endS;
    report();
  }

  void gap(const GapInfo&) noexcept override {
    if (m_meter) m_meter->reset();
  }

  bool take(StrumReading& newest, const RecentSamples&) override {
    if (!std::exchange(m_hasNew, false)) return false;
    newest = m_reading;
    return true;
  }

 private:
  void nameStrings(const core::Tuning& tuning) noexcept {
    m_tuning = tuning.id();
    m_reading.count = m_keys.size();
    for (std::size_t s = 0; s < m_keys.size(); ++s) {
      const core::PitchStandard& standard = tuning.settings().standard;
      const double equalHz = standard.hertz * std::exp2((m_keys[s] - standard.midi) / 12.0);
      const auto key = tuning.key(m_keys[s]);
      m_reading.strings[s].note = key ? *key : tuning.nearest(equalHz).value_or(core::TunedNote{});
      m_reading.strings[s].note.cents = 0;
      m_targetsHz[s] = m_reading.strings[s].note.targetHz;
    }
  }

  void report() noexcept {
    m_reading.isFinal = m_heard.isFinal;
    for (std::size_t s = 0; s < m_reading.count; ++s) {
      StringReading& string = m_reading.strings[s];
      const core::StrummedPitch& pitch = m_heard.strings[s];
      string.cents = string.sigmaCents = string.confidence = std::nullopt;
      if (!pitch.hertz) continue;
      string.cents = 1200 * std::log2(*pitch.hertz * (1 + m_ppm * 1e-6) / string.note.targetHz);
      string.sigmaCents = pitch.sigmaCents;
      string.confidence = pitch.confidence;
    }
    m_hasReading = m_hasNew = true;
  }

  std::vector<int> m_keys;
  std::vector<double> m_targetsHz;
  std::uint32_t m_tuning = 0;
  StreamInfo m_stream;
  std::optional<core::StrumMeter> m_meter;
  core::StrumPitches m_heard;
  double m_ppm = 0;
  StrumReading m_reading;
  bool m_hasReading = false;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<StrumReading>> MeasurementOf<StrumReading>::make(const Parameters& parameters) {
  return std::make_unique<StrumMeasurement>(parameters);
}

}  // namespace tunescope::analysis
