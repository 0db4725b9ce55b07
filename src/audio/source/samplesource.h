// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace tunescope::audio {

// Sound that is available on request: the demo, a file. Its player keeps the time: a thread natively, a
// timer on the web. Thread: source. Realtime-safe: no.
class SampleSource {
 public:
  virtual ~SampleSource() = default;

  // Opens the source that request names and fills in format (all but bufferFrames). Returns an error if it cannot
  // begin.
  virtual CaptureError open(const CaptureRequest& request, CaptureFormat& format) = 0;
  // Fills out, which has room for whole frames, with frames of that layout, which is one of a source with the format's
  // channels; returns how many. 0: the end of this stream.
  virtual std::size_t read(std::span<float> out, const core::FrameLayout& layout) = 0;
  // Whether another stream follows, at another rate: format then has its rate and channels. False: the end, or
  // an error(). After read() returned 0.
  virtual bool nextStream(CaptureFormat&) { return false; }
  // That many frames passed while the reader was busy. Returns how many it skipped: 0 if it is late instead.
  virtual std::uint64_t skip(std::uint64_t frames) = 0;
  // After nextStream() returned false.
  virtual CaptureError error() const = 0;
};

using SampleSourceFactory = std::function<std::unique_ptr<SampleSource>()>;

// A backend that plays a source: a live one by the clock in blocks of about 10 ms, any other as fast as its reader
// accepts it. After a standstill of over a second (a suspended machine) a live one does not catch up: the missed time
// is counted as a stall. There is one implementation for programs with threads and one for those without; CMake
// chooses.
std::unique_ptr<AudioBackend> makeSourcePlayer(SampleSourceFactory factory);

// A block of 10 ms.
inline std::size_t pacedBlockFrames(double sampleRateHz) noexcept {
  return static_cast<std::size_t>(sampleRateHz / 100);
}
// A block of a source without a clock.
inline constexpr std::size_t kFastBlockFrames = 4096;

}  // namespace tunescope::audio
