// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

// Readings, as plain values. The same structs feed the QML models, JSON and CSV.
// Times are seconds from the first sample of the stream, by the sample clock (lost samples count).
namespace tunescope::core {

// Level of one hop.
struct LevelReading {
  double timeS = 0;              // the centre of the hop
  std::optional<double> rmsDb;   // dBFS; a full-scale sine reads -3.01 (AES17 would say 0.00); none for digital silence
  std::optional<double> peakDb;  // sample peak, dBFS; none for digital silence
  std::uint32_t clippedSamples = 0;  // samples at or beyond full scale
};

// Pitch at one instant.
struct PitchReading {
  double timeS = 0;                  // the centre of what was analysed
  double availableS = 0;             // the end of the last sample that had to arrive for this reading; never decreases
  std::optional<double> hertz;       // frequency of the first partial; none when there is no pitch
  std::optional<double> sigmaCents;  // predicted standard deviation of hertz
  double confidence = 0;             // 0 to 1: probability that this is the right note
  std::optional<double> inharmonicity;  // B of f_n = n f1 sqrt((1 + B n^2) / (1 + B)); none when it cannot be measured
  bool noteBegan = false;               // a note began with this reading

  bool isVoiced() const noexcept { return hertz.has_value(); }
};

// Extremes of the samples behind one pixel column.
struct MinMax {
  float min = 0;
  float max = 0;
};

// A stretch of the signal, reduced to columns without losing a peak.
struct WaveformFrame {
  double timeS = 0;  // of the first column
  double spanS = 0;  // of all columns together
  std::vector<MinMax> columns;
};

}  // namespace tunescope::core
