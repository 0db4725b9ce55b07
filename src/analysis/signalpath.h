// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturesupervisor.h"

#include <chrono>
#include <cstdint>
#include <optional>

namespace tunescope::analysis {

// Where the worker was when it looked at the ring last.
struct WorkerProgress {
  std::uint32_t epoch = 0;                          // of the stream; 0: none yet
  double streamStartS = 0;                          // session time of the stream's first sample
  double readingS = 0;                              // the instant that the newest reading describes
  std::chrono::steady_clock::time_point handedOut;  // when it was
};

// The way of the sound from the device to the reading, in figures, for people and for reports of faults.
struct SignalPath {
  audio::CaptureStatus status;
  audio::CaptureFigures figures;
  double ringFill = 0;            // 0 to 1
  std::uint64_t lostFrames = 0;   // of the session
  std::optional<double> delayMs;  // see readingDelayMs()
};

// From the instant of the sound that the newest reading describes to the moment when that reading was handed out: what
// the device gathers for a block, what waits in the ring, what the analysis needs. What lies before the program (the
// converter, the sound server's own queue) is not in it. Nothing when the figures are not of one stream.
std::optional<double> readingDelayMs(const audio::CaptureFigures& figures, const WorkerProgress& progress) noexcept;

}  // namespace tunescope::analysis
