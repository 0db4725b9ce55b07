// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"

#include <cmath>

namespace tunescope::core {

// The loudest sample that counts, 60 dB over full scale: beyond any sound, and its squares and sums stay finite.
inline constexpr float kLoudestSample = 1000.0F;

// NaN becomes silence, and values beyond kLoudestSample are clamped, so that later code need not
// handle infinities: files of floats may contain anything. Thread: any. Realtime-safe: wait-free.
inline float saneSample(float value) noexcept TS_NONBLOCKING {
  if (!std::isfinite(value)) return 0;
  return value > kLoudestSample ? kLoudestSample : value < -kLoudestSample ? -kLoudestSample : value;
}

}  // namespace tunescope::core
