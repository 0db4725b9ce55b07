// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notes/playednote.h"

#include <optional>
#include <span>
#include <vector>

namespace tunescope::core {

inline constexpr double kMinVibratoHz = 3;  // slower is drift (singers and strings: 4 to 8 Hz, Sundberg 1994)
inline constexpr double kMaxVibratoHz = 10;
inline constexpr double kMinVibratoCents = 3;

// Finds the vibrato of a note and removes it from the points' cents. Windows of a second, half overlapping, are each
// fitted by least squares with a parabola and a sinusoid, whose frequency is searched for (the floating-mean
// periodogram of Zechmeister and Kürster 2009). The depth is corrected for the smoothing by the windows of the pitch
// readings (docs/decisions/0036). None, with the cents unchanged, if less than a third of the windows have vibrato.
// weights: one per point. Thread: any. Realtime-safe: no (it allocates).
std::optional<Vibrato> takeVibrato(std::span<NotePoint> points, std::span<const double> weights);

}  // namespace tunescope::core
