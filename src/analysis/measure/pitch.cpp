// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"

#include <utility>

namespace tunescope::analysis {

namespace {

// The newest pitch. It reports that a note began if one did in a reading that was not taken.
class PitchMeasurement final : public Measurement<NotedPitch> {
 public:
  void begin(const StreamInfo&) override { m_hasNew = false; }
  void hop(const AnalysisFrame& frame) noexcept override {
    const bool began = std::exchange(m_hasNew, true) && m_pitch.pitch.noteBegan;
    m_pitch = {frame.pitch, frame.note, frame.string};
    m_pitch.pitch.noteBegan = m_pitch.pitch.noteBegan || began;
  }
  void gap(const GapInfo&) noexcept override {}
  bool take(NotedPitch& newest, const RecentSamples&) override {
    newest = m_pitch;
    return std::exchange(m_hasNew, false);
  }

 private:
  NotedPitch m_pitch;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<NotedPitch>> MeasurementOf<NotedPitch>::make(const Parameters&) {
  return std::make_unique<PitchMeasurement>();
}

}  // namespace tunescope::analysis
