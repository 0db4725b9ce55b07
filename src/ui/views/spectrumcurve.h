// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/spectrumreadings.h"
#include "present/frequencyscale.h"

#include <span>

namespace tunescope::ui {

// Power between two bins, from the mean: a cubic in dB through the four nearest bins. Thread: any. Realtime-safe:
// lock-free.
double interpolatedPower(const analysis::SpectrumValues& values, double hertz) noexcept;

// The level of each of heights.size() columns, in pixels below the top: of a column that covers several bins the
// highest, so that no line is lost; between bins a cubic. power: of the values' mean, maximum or floor.
struct CurveScale {
  double binHz = 0;
  double lowDb = 0, highDb = 0;
  double height = 0;  // in pixels
};
void layOutCurve(std::span<const float> power, const present::FrequencyScale& frequencies, const CurveScale& scale,
                 std::span<float> heights) noexcept;

}  // namespace tunescope::ui
