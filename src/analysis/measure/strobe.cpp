// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"

#include <cmath>
#include <optional>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr double kKeepNoteCents = 10;  // hysteresis of the target note, as on displays

double centsBetween(double hertz, double fromHz) noexcept {
  return 1200 * std::log2(hertz / fromHz);
}

class StrobeMeasurement final : public Measurement<core::StrobeReading> {
 public:
  void begin(const StreamInfo& stream) override {
    m_strobe.emplace(stream.sampleRateHz);
    m_target.reset();
    m_hasNew = false;
  }

  void hop(const AnalysisFrame& frame) noexcept override {
    // Pitch and target are corrected by the clock error; the samples are not.
    const double clock = 1 + (frame.settings != nullptr ? frame.settings->clockPpm : 0) * 1e-6;
    const bool isVoiced = frame.pitch.isVoiced() && frame.note;
    if (isVoiced && !isKept(*frame.pitch.hertz, *frame.note, clock)) {
      m_target = frame.note;
      m_clock = clock;
      m_strobe->setTarget(m_target->targetHz / clock);
    }
    m_strobe->process(frame.hop, frame.endS, isVoiced ? std::optional(*frame.pitch.hertz / clock) : std::nullopt,
                      frame.pitch.inharmonicity);
    m_hasNew = true;
  }

  void gap(const GapInfo&) noexcept override {
    if (m_strobe) m_strobe->gap();
  }

  bool take(core::StrobeReading& newest, const RecentSamples&) override {
    if (!std::exchange(m_hasNew, false)) return false;
    newest = m_strobe->reading();
    newest.targetHz *= m_clock;
    return true;
  }

 private:
  bool isKept(double hertz, const core::TunedNote& nearest, double clock) const noexcept {
    if (!m_target || m_target->tuning != nearest.tuning || std::abs(clock - m_clock) > 0) return false;
    const auto distance = [hertz](const core::TunedNote& note) { return std::abs(centsBetween(hertz, note.targetHz)); };
    const bool isSamePitch = !m_target->isSameNote(nearest) || !(std::abs(m_target->targetHz - nearest.targetHz) > 0);
    return isSamePitch && distance(*m_target) <= distance(nearest) + kKeepNoteCents;
  }

  std::optional<core::StrobePhase> m_strobe;
  std::optional<core::TunedNote> m_target;
  double m_clock = 1;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<core::StrobeReading>> MeasurementOf<core::StrobeReading>::make(const Parameters&) {
  return std::make_unique<StrobeMeasurement>();
}

}  // namespace tunescope::analysis
