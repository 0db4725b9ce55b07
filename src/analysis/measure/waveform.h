// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"

#include <cstddef>
#include <optional>
#include <span>

namespace tunescope::analysis {

// Where a window of windowFrames samples should begin in samples so that a steady tone stands still: at the newest
// rising zero crossing that leaves room for the window. Hysteresis: the signal must have been half way down to its
// minimum before, so that ripples of the upper partials do not count. Without a crossing: the newest window.
// Thread: any. Realtime-safe: wait-free.
std::size_t alignedStart(std::span<const float> samples, std::size_t windowFrames) noexcept;

// The newest spanS seconds (or fewer if there are fewer), aligned and reduced to columns. endS: the end of samples.
// None if there are no samples. Thread: any. Realtime-safe: no (allocates).
std::optional<core::WaveformFrame> makeWaveform(std::span<const float> samples, double endS, double sampleRateHz,
                                                double spanS, int columns);

}  // namespace tunescope::analysis
