// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/meterreadings.h"

#include <array>
#include <cstddef>

namespace tunescope::core {

// A sound level meter after IEC 61672-1: frequency weighting A, C or Z, then the square averaged exponentially. Within
// class 1 at rates from 44.1 kHz on. Thread: one at a time. Realtime-safe: wait-free.
class SoundLevelMeter {
 public:
  SoundLevelMeter(FrequencyWeighting frequency, TimeWeighting time, double sampleRateHz) noexcept;
  void add(float sample) noexcept;
  double meanSquare() const noexcept { return m_meanSquare; }
  void reset() noexcept;

  // Magnitude of the filter at that frequency, 1 at 1 kHz. Thread: any. Realtime-safe: wait-free.
  double magnitudeAt(double hertz) const noexcept;

 private:
  // y = gain (x - x1) or gain (x + x1), + pole y1: a first-order section of the bilinear transform.
  struct Section {
    double pole = 0;
    bool isHighPass = false;
    double x1 = 0, y1 = 0;
  };
  void addPole(double hertz, bool isHighPass) noexcept;

  double m_sampleRateHz;
  std::array<Section, 6> m_sections{};
  std::size_t m_count = 0;
  double m_gain = 1;
  double m_smoothing = 0;
  double m_meanSquare = 0;
};

}  // namespace tunescope::core
