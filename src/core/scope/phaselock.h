// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scope/scopememory.h"

#include <cstddef>
#include <optional>

namespace tunescope::core {

// The newest instant, in frames at or before latest, at which the first partial of a note rises through zero. hertz:
// the note's pitch by the sample clock, which may be some cents off; the phase is that of the samples themselves, under
// a Hann window of four periods about the instant, where overtones have their zeros. None while there are too few
// samples. Thread: one at a time. Realtime-safe: wait-free; its work grows with the period.
std::optional<double> phaseLockedInstant(const ScopeMemory& memory, std::size_t channel, double latest,
                                         double sampleRateHz, double hertz) noexcept;

// The phase of that partial at an instant, in turns: 0 where it rises through zero. -0.5 to 0.5. None: too few samples.
std::optional<double> partialPhase(const ScopeMemory& memory, std::size_t channel, double instant,
                                   double periodFrames) noexcept;

}  // namespace tunescope::core
