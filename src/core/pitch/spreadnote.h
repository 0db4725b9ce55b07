// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/partialspectrum.h"

namespace tunescope::core {

// A note whose partials are no lines, because several players share it or its pitch moves within the window.
struct SpreadNote {
  double f1Bins = 0;  // centre of its partials, reduced to the first
  double share = 0;   // of all power that lies about its partials
  double power = 0;   // about its partials, as that of SpectralPeak
};

// Looks about the lowest partials of a note at f1Bins. Thread: any. Realtime-safe: wait-free.
SpreadNote measureSpreadNote(const PartialSpectrum& spectrum, double f1Bins) noexcept;

}  // namespace tunescope::core
