// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"
#include "audio/figures/callbackmeter.h"
#include "audio/figures/elapsedclock.h"
#include "audio/source/sourcelimits.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace tunescope::audio {

// The interface for the body of a source that runs in its own thread (file, standard input, demo).
// Thread: source. Realtime-safe: no.
class SourceControl {
 public:
  virtual ~SourceControl() = default;

  virtual bool isStopRequested() const noexcept = 0;
  // Sleeps until then, or until a stop is requested. False: stop was requested.
  virtual bool sleepUntil(std::chrono::steady_clock::time_point when) = 0;
  // The requested channel, which may change at any time (AudioBackend::setChannel).
  virtual ChannelChoice channel() const noexcept = 0;
  // Begins the stream (waiting for room for its mark) and reports it. False: a stop was requested, or the epoch is
  // over.
  virtual bool begin(const CaptureFormat& format, const core::FrameLayout& layout) = 0;
  // Continues at another rate or with other channels: a new stream in the same epoch. As begin().
  virtual bool beginNext(const CaptureFormat& format, const core::FrameLayout& layout) = 0;
  // The frames from here on hold another group of channels. False: stop was requested, or the epoch is over.
  virtual bool regroup(const core::FrameLayout& layout) = 0;
  // Pushes whole frames of the present layout. A live source drops what does not fit; others wait for room. False:
  // stop, or the epoch is over.
  virtual bool deliver(std::span<const float> interleaved) = 0;
  // Frames that the source itself missed.
  virtual void noteStall(std::uint64_t frames) = 0;
  // The end: error is None or a remark for a clean one (Ended); otherwise the stream is finished and Lost gives the
  // reason.
  virtual void end(const CaptureError& error) = 0;
  // It could not begin.
  virtual void fail(const CaptureError& error) = 0;

  // For bodies whose samples are pushed by another thread (a sound system's callback): the producer of the ring,
  // the count and the figures to keep, and the events Started, Moved, Outdated and Lost without
  // any effect on the ring.
  virtual StreamProducer producer() const = 0;
  virtual std::atomic<std::uint64_t>& delivered() noexcept = 0;
  virtual CallbackMeter& meter() noexcept = 0;
  virtual void tellProgress() = 0;
  virtual void tellStarted(const CaptureFormat& format) = 0;
  virtual void tellMoved(const CaptureFormat& format) = 0;
  virtual void tellOutdated() = 0;
  virtual void tellLost(const CaptureError& error) = 0;
};

// Runs once, from start() to its return; it owns everything it needs.
using SourceBody = std::function<void(const CaptureRequest&, SourceControl&)>;

// Answers requestDevices(): DevicesListed or DevicesFailed.
// progress: call it when one of several calls returned, see BackendEvent::Kind::Progress.
using ListingBody = std::function<BackendEvent(const std::function<void()>& progress)>;

// A backend whose samples body makes in a thread of its own. listing lists its devices, if it has any,
// in a thread too.
std::unique_ptr<AudioBackend> makeSourceThread(SourceBody body, ListingBody listing = {});

class SampleSource;

// A body that plays source, from open() to its end. Thread: source.
void playSource(SampleSource& source, const CaptureRequest& request, SourceControl& control);

// Keeps a source at its own speed by the system's clock. After a standstill (a suspended
// machine) it does not catch up: the missed time is counted as a stall. Thread: source. Realtime-safe: no.
class Pacer {
 public:
  using InstantSource = Instant (*)();

  explicit Pacer(
      double sampleRateHz, InstantSource now = [] { return Instant::now(); });

  // Waits until that many frames have passed since the last call. False: stop was requested.
  bool waitFor(std::size_t frames, SourceControl& control);
  // Frames to skip because the clock is over a second ahead; nearly always zero.
  std::uint64_t takeMissed();

 private:
  std::chrono::steady_clock::duration lengthOf(std::uint64_t frames) const;

  double m_sampleRateHz;
  InstantSource m_now;
  Instant m_start;
  std::uint64_t m_frames = 0;
};

}  // namespace tunescope::audio
