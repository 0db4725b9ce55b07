// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/readings.h"

#include <span>

namespace tunescope::core {

// RMS, sample peak and clip count of a block. rmsDb = 20 log10(rms), so a full-scale sine reads -3.01 dBFS; a meter
// after AES17 adds 3.01 dB to that. Levels are none for digital silence and for blocks with no finite sample; NaN and
// infinite samples are skipped. Clipped: at or beyond 32767 / 32768, the positive full scale of a 16-bit converter.
// timeS is left 0. Thread: any. Realtime-safe: wait-free.
LevelReading measureLevel(std::span<const float> block) noexcept;

}  // namespace tunescope::core
