// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"

#include <span>

namespace tunescope::core {

// Reduces samples to the extremes of each column: column c covers samples [c n / columns, (c + 1) n / columns), at
// least one, so that no peak is lost at any width. columns.size() may exceed samples.size(): samples then repeat. No
// samples: columns are zero. NaN and infinite samples count as 0. Thread: any. Realtime-safe: wait-free.
void reduceWaveform(std::span<const float> samples, std::span<MinMax> columns) noexcept;

}  // namespace tunescope::core
