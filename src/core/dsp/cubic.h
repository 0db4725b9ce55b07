// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tunescope::core {

// A smooth curve through evenly placed values, between b (t = 0) and c (t = 1), with the slopes that the neighbours a
// and d give it (Catmull and Rom 1974). Thread: any. Realtime-safe: wait-free.
constexpr double cubicBetween(double a, double b, double c, double d, double t) noexcept {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

}  // namespace tunescope::core
