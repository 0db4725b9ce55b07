// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/partialspectrum.h"

namespace tunescope::core {

// A note whose partials are not lines, because several players share it or its pitch moves within the window.
struct SpreadNote {
  double f1Bins = 0;  // centre of its partials, referred to the first
  double share = 0;   // of all power that lies around its partials
  double power = 0;   // around its partials, scaled as that of SpectralPeak
};

// Measures around the lowest partials of a note at f1Bins. Thread: any. Realtime-safe: wait-free.
SpreadNote measureSpreadNote(const PartialSpectrum& spectrum, double f1Bins) noexcept;

}  // namespace tunescope::core
