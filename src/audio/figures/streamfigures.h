// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/figures/callbackmeter.h"
#include "audio/figures/clockregression.h"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace tunescope::audio {

// The figures of a capture.
struct CaptureFigures {
  std::uint32_t epoch = 0;             // of the stream that the figures describe; 0: none
  bool isMetered = false;              // a callback measures; not of files, and not in browsers
  double sampleRateHz = 0;             // nominal
  double callbacksPerSecond = 0;       // over about the last second
  std::uint64_t overruns = 0;          // blocks flagged as lost, over all streams since the start
  CallbackMeter::Snapshot callback;    // of this stream
  std::optional<ClockEstimate> clock;  // of this stream; none during its first seconds
};

// Keeps the figures of the running stream: the supervisor updates them, any thread reads them.
class StreamFigures {
 public:
  using Clock = std::chrono::steady_clock;

  // Thread: supervisor. Realtime-safe: no.
  void clear();  // another capture: counts begin at zero
  void begin(std::uint32_t epoch, double sampleRateHz, Clock::time_point now);
  void look(const CallbackMeter::Snapshot& snapshot, Clock::time_point now);
  void sourceChanged();  // another device's clock
  void end();            // nothing is called any more

  // Thread: any. Realtime-safe: no (a lock that is held for a copy).
  CaptureFigures figures() const;

 private:
  mutable std::mutex m_mutex;
  CaptureFigures m_figures;  // under m_mutex

  // Supervisor only.
  ClockRegression m_clock;
  std::uint64_t m_overrunsBefore = 0;  // of streams that are over
  std::uint64_t m_breaks = 0;
  std::uint64_t m_countedCallbacks = 0;  // when their rate was taken last
  Clock::time_point m_countedAt;
};

}  // namespace tunescope::audio
