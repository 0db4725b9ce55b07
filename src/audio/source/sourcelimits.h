// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace tunescope::audio {

// The rates that the analysis supports; a source with another rate is refused as UnsupportedFormat.
inline constexpr double kLowestRateHz = 8000;
inline constexpr double kHighestRateHz = 192000;

// Frames missed since request.silentSince, at this rate. Thread: any. Realtime-safe: no.
inline std::uint64_t silentFrames(const CaptureRequest& request, double sampleRateHz) {
  if (!request.silentSince) return 0;
  const std::chrono::duration<double> silence = ElapsedClock::now() - *request.silentSince;
  return static_cast<std::uint64_t>(std::max(0.0, silence.count() * sampleRateHz));
}

}  // namespace tunescope::audio
