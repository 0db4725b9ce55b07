// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace tunescope::core {

// The rows of a spectrogram: quarters of a semitone, on a logarithmic scale of ten octaves. Thread: any.
// Realtime-safe: wait-free.
struct SpectrogramRows {
  static constexpr double kLowestHz = 20;  // the lower edge of row 0
  static constexpr std::size_t kPerOctave = 48;
  static constexpr std::size_t kCount = 480;
  static constexpr double kHighestHz = 20480;

  // In rows from the lower edge of row 0; below 0 and above kCount outside of them.
  static double of(double hertz) noexcept { return static_cast<double>(kPerOctave) * std::log2(hertz / kLowestHz); }
  static double hertzOf(double row) noexcept { return kLowestHz * std::exp2(row / static_cast<double>(kPerOctave)); }
};

// Levels in half decibels; 0 dB is a sine of full scale. 0 stands for nothing measured.
struct SpectrogramLevel {
  static constexpr double kPerDb = 2;
  static constexpr double kFullScale = 250;
  static constexpr double kLowestDb = (1 - kFullScale) / kPerDb;

  static std::uint8_t of(double db) noexcept {
    return static_cast<std::uint8_t>(std::clamp(std::round(db * kPerDb + kFullScale), 1.0, 255.0));
  }
  static double dbOf(std::uint8_t level) noexcept { return (static_cast<double>(level) - kFullScale) / kPerDb; }
};

struct SpectrogramColumn {
  double timeS = 0;  // of its centre
  std::array<std::uint8_t, SpectrogramRows::kCount> levels{};
};

}  // namespace tunescope::core
