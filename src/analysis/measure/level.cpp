// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/measure/registry.h"

#include <utility>

namespace tunescope::analysis {

namespace {

// The level of the newest hop, with the highest peak and all clipped samples of the hops that were not taken.
class LevelMeasurement final : public Measurement<core::LevelReading> {
 public:
  void begin(const StreamInfo&) override { m_hasNew = false; }
  void hop(const AnalysisFrame& frame) noexcept override {
    const core::LevelReading missed = std::exchange(m_level, frame.level);
    if (std::exchange(m_hasNew, true)) {
      if (missed.peakDb && (!m_level.peakDb || *m_level.peakDb < *missed.peakDb)) m_level.peakDb = missed.peakDb;
      m_level.clippedSamples += missed.clippedSamples;
    }
  }
  void gap(const GapInfo&) noexcept override {}
  bool take(core::LevelReading& newest, const RecentSamples&) override {
    newest = m_level;
    return std::exchange(m_hasNew, false);
  }

 private:
  core::LevelReading m_level;
  bool m_hasNew = false;
};

}  // namespace

std::unique_ptr<Measurement<core::LevelReading>> MeasurementOf<core::LevelReading>::make(const Parameters&) {
  return std::make_unique<LevelMeasurement>();
}

}  // namespace tunescope::analysis
