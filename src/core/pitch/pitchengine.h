// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/confidence.h"
#include "core/pitch/mains.h"
#include "core/readings.h"

#include <cstddef>
#include <memory>
#include <span>

namespace tunescope::core {

struct PitchSettings {
  double sampleRateHz = 48000;  // 8000 to 192000
  double minHz = 25;            // lowest fundamental that is looked for
  double maxHz = 5000;          // highest; clamped to 0.45 of the rate
  Mains mains = Mains::Found;   // whose hum is taken out
};

// Samples between two readings: 512 from 32 to 64 kHz, halved or doubled for each octave of the rate beyond.
std::size_t hopFramesFor(double sampleRateHz) noexcept;

// The pitch engine: hop by hop, without look-ahead. Readings depend on the sound alone, never on how it was cut.
// Thread: worker. Realtime-safe: lock-free; nothing allocates after construction.
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

  // What the confidence of the last reading that told a pitch rests on: for fitting it, and for looking into it.
  const ConfidenceBasis& confidenceBasis() const noexcept;

  // Forgets all history: nothing heard before takes part in what follows. Times start from zero again.
  void reset() noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::core
