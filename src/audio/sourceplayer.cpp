// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/samplesource.h"
#include "audio/sourcethread.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tunescope::audio {

void playSource(SampleSource& source, const CaptureRequest& request, SourceControl& control) {
  CaptureFormat format;
  if (CaptureError error = source.open(request, format)) {
    if (!control.isStopRequested()) control.fail(error);
    return;
  }
  Pacer pacer(format.sampleRateHz);
  const auto pacedFrames =
      static_cast<std::size_t>(format.sampleRateHz * std::chrono::duration<double>(request.pace).count());
  format.bufferFrames = static_cast<unsigned>(format.isLive ? std::max<std::size_t>(pacedFrames, 1) : kFastBlockFrames);
  std::vector<float> mono(format.bufferFrames);
  if (!control.begin(format)) return;
  while (const std::size_t frames = source.read(mono)) {
    if (format.isLive && !pacer.waitFor(frames, control)) return;
    if (!control.deliver(std::span(mono).first(frames))) return;
    const std::uint64_t missed = format.isLive ? pacer.takeMissed() : 0;
    if (missed == 0) continue;
    source.skip(missed);
    control.noteStall(missed);
  }
  if (!control.isStopRequested()) control.end(source.error());
}

std::unique_ptr<AudioBackend> makeSourcePlayer(SampleSourceFactory factory) {
  return makeSourceThread([factory = std::move(factory)](const CaptureRequest& request, SourceControl& control) {
    playSource(*factory(), request, control);
  });
}

}  // namespace tunescope::audio
