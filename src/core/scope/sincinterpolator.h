// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace tunescope::core {

// The band-limited signal between samples: a sinc of 16 taps under a Kaiser window (J. F. Kaiser 1974, beta 7.5), which
// passes through the samples. Off by less than 1e-3 of the amplitude up to 0.3 of the sample rate.
// Thread: any. Realtime-safe: wait-free after the first call, which makes the table.
class SincInterpolator {
 public:
  static constexpr int kTaps = 16;
  static constexpr int kBefore = kTaps / 2 - 1;  // samples before the one at or left of the instant

  SincInterpolator();

  // samples: those from kBefore before to kTaps - kBefore - 1 after the one at fraction 0. fraction: 0 to 1.
  float at(std::span<const float, kTaps> samples, double fraction) const noexcept;

 private:
  static constexpr int kPhases = 256;
  const float* m_table;  // kPhases + 1 rows of kTaps
};

}  // namespace tunescope::core
