// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/samplesource.h"
#include "audio/sourcethread.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tunescope::audio {

namespace {

unsigned blockFrames(const CaptureFormat& format, const CaptureRequest& request) {
  if (!format.isLive) return kFastBlockFrames;
  const double frames = format.sampleRateHz * std::chrono::duration<double>(request.pace).count();
  return std::max(static_cast<unsigned>(frames), 1U);
}

// Up to the end of this stream. False: stop was asked for, or the epoch is over.
bool playStream(SampleSource& source, const CaptureFormat& format, SourceControl& control) {
  Pacer pacer(format.sampleRateHz);
  std::vector<float> mono(format.bufferFrames);
  while (const std::size_t frames = source.read(mono)) {
    if (format.isLive && !pacer.waitFor(frames, control)) return false;
    if (!control.deliver(std::span(mono).first(frames))) return false;
    const std::uint64_t missed = format.isLive ? pacer.takeMissed() : 0;
    if (missed == 0) continue;
    if (const std::uint64_t skipped = source.skip(missed); skipped > 0) control.noteStall(skipped);
  }
  return !control.isStopRequested();
}

}  // namespace

void playSource(SampleSource& source, const CaptureRequest& request, SourceControl& control) {
  CaptureFormat format;
  if (CaptureError error = source.open(request, format)) {
    if (!control.isStopRequested()) control.fail(error);
    return;
  }
  format.bufferFrames = blockFrames(format, request);
  if (!control.begin(format)) return;
  while (playStream(source, format, control)) {
    if (!source.nextStream(format)) return control.end(source.error());
    format.bufferFrames = blockFrames(format, request);
    if (!control.beginNext(format)) return;
  }
}

std::unique_ptr<AudioBackend> makeSourcePlayer(SampleSourceFactory factory) {
  return makeSourceThread([factory = std::move(factory)](const CaptureRequest& request, SourceControl& control) {
    playSource(*factory(), request, control);
  });
}

}  // namespace tunescope::audio
