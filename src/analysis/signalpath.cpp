// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/signalpath.h"

namespace tunescope::analysis {

// The newest block says when one frame arrived; the nominal rate leads from there to any other frame nearby.
std::optional<double> readingDelayMs(const audio::CaptureFigures& figures, const WorkerProgress& progress) noexcept {
  if (!figures.isMetered || progress.epoch == 0 || figures.epoch != progress.epoch || figures.sampleRateHz <= 0) {
    return std::nullopt;
  }
  const double arrivedS = static_cast<double>(figures.callback.frames) / figures.sampleRateHz;
  const double describedS = progress.readingS - progress.streamStartS;
  const std::chrono::duration<double> sinceArrival = progress.handedOut - figures.callback.time;
  const double delayS = sinceArrival.count() + arrivedS - describedS;
  if (delayS < 0) return std::nullopt;  // the reading is of the stream's very first moments
  return 1000 * delayS;
}

}  // namespace tunescope::analysis
