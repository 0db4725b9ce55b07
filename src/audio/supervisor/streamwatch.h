// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"
#include "audio/figures/deliverywatch.h"
#include "audio/figures/streamfigures.h"
#include "audio/supervisor/buffergrowth.h"

#include <optional>

namespace tunescope::audio {

// Watches an open stream: whether samples arrive, its callback times, and whether its buffer is large enough. Thread:
// supervisor; figures() also any. Realtime-safe: no.
class StreamWatch {
 public:
  using Clock = std::chrono::steady_clock;

  CaptureFigures figures() const { return m_figures.figures(); }
  const Instant& heardLast() const noexcept { return m_delivery.heardLast(); }
  Clock::duration silence(const Instant& now) const noexcept { return m_delivery.silence(now); }
  std::uint32_t growths() const noexcept { return m_growth.growths(); }

  // Another capture.
  void begin(const CaptureRequest& request) {
    m_growth.begin(request.bufferFrames.has_value());
    m_figures.clear();
  }
  // The next request: with a larger buffer, if one is needed.
  void adapt(CaptureRequest& request) const {
    if (const auto frames = m_growth.frames()) request.bufferFrames = frames;
  }
  void opening() noexcept { m_delivery.reset(); }
  void opened(const CaptureFormat& format, std::uint32_t epoch, const Instant& now) {
    beginStream(format, epoch, now);
    m_growth.opened(format.bufferFrames);
  }
  void moved(const CaptureFormat& from, const CaptureFormat& to, std::uint32_t epoch, const Instant& now) {
    if (from.sampleRateHz == to.sampleRateHz) {
      m_figures.sourceChanged();
    } else {
      beginStream(to, epoch, now);
    }
  }
  // The stream is no longer held by the system.
  void resumed(const Instant& now) noexcept { m_delivery.excuse(now); }
  void ended() { m_figures.end(); }

  // True: reopen the stream with a larger buffer.
  bool needsLargerBuffer(const AudioBackend& backend, Clock::time_point now) {
    const auto snapshot = backend.meterSnapshot();
    if (!snapshot) return false;
    m_figures.look(*snapshot, now);
    return m_growth.look(m_figures.figures().overruns, now);
  }
  // True: more samples have arrived since the last poll.
  bool lookAtDelivery(const AudioBackend& backend, const Instant& now) {
    const auto snapshot = backend.meterSnapshot();
    std::optional<ElapsedClock::time_point> nextDue;
    if (snapshot && snapshot->nextDue != ElapsedClock::time_point{}) nextDue = snapshot->nextDue;
    return m_delivery.look(now, backend.deliveredFrames(), nextDue);
  }

 private:
  void beginStream(const CaptureFormat& format, std::uint32_t epoch, const Instant& now) {
    m_delivery.begin(now, format.sampleRateHz);
    m_figures.begin(epoch, format.sampleRateHz, now.steady);
  }

  DeliveryWatch m_delivery;
  StreamFigures m_figures;
  BufferGrowth m_growth;
};

}  // namespace tunescope::audio
