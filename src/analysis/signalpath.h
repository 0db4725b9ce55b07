// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/supervisor/capturesupervisor.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace tunescope::analysis {

// The worker's position after its last read of the ring.
struct WorkerProgress {
  std::uint32_t epoch = 0;                          // of the stream; 0: none yet
  double streamStartS = 0;                          // session time of the stream's first sample
  double readingS = 0;                              // the instant that the newest reading describes
  std::chrono::steady_clock::time_point handedOut;  // when it was delivered
};

// The path from the device to the reading, in figures, for people and for bug reports.
struct SignalPath {
  audio::CaptureStatus status;
  audio::CaptureFigures figures;
  double ringFill = 0;            // 0 to 1
  std::uint64_t lostFrames = 0;   // of the session
  std::optional<double> delayMs;  // see readingDelayMs()
};

// From the instant of the sound that the newest reading describes to the moment when the reading was published: block
// size, samples waiting in the ring, the delay of the analysis. It excludes delays before the program (the
// converter, the sound server's queue). None if the figures are of different streams.
std::optional<double> readingDelayMs(const audio::CaptureFigures& figures, const WorkerProgress& progress) noexcept;

}  // namespace tunescope::analysis
