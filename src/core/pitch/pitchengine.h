// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hum/mains.h"
#include "core/pitch/fit/confidence.h"
#include "core/readings.h"

#include <cstddef>
#include <memory>
#include <span>

namespace tunescope::core {

struct PitchSettings {
  double sampleRateHz = 48000;  // 8000 to 192000
  double minHz = 25;            // lowest fundamental to search for
  double maxHz = 5000;          // highest; clamped to 0.45 times the sample rate
  Mains mains = Mains::Found;   // whose hum to subtract
};

// Samples between two readings: 512 from 32 to 64 kHz, doubled for each octave above, halved for each octave below.
std::size_t hopFramesFor(double sampleRateHz) noexcept;

// The pitch engine: hop by hop, without look-ahead. Readings depend on the signal alone, not on how it was split.
// Thresholds: docs/pitch-thresholds.md. Thread: worker. Realtime-safe: lock-free; nothing allocates after construction.
class PitchEngine {
 public:
  explicit PitchEngine(const PitchSettings& settings);
  ~PitchEngine();
  PitchEngine(PitchEngine&&) noexcept;
  PitchEngine& operator=(PitchEngine&&) noexcept;

  const PitchSettings& settings() const noexcept;
  std::size_t hopFrames() const noexcept;

  // hop: exactly hopFrames() samples, full scale is 1. The times in the reading count from the first sample after
  // construction or reset().
  PitchReading process(std::span<const float> hop) noexcept;

  // The inputs of the confidence of the last reading that has a pitch; for fitting the confidence and for diagnostics.
  const ConfidenceBasis& confidenceBasis() const noexcept;

  // Forgets all history: earlier sound has no effect on later readings. Times start from zero again.
  void reset() noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::core
