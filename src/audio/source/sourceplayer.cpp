// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/source/framepacker.h"
#include "audio/source/samplesource.h"
#include "audio/source/sourcethread.h"

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

// Another group, if the frames do not hold the requested channel. False: stop, or the epoch is over.
bool followChannel(core::FrameLayout& layout, SourceControl& control) {
  const core::FrameLayout wanted = layoutWith(layout, control.channel());
  if (wanted == layout) return true;
  layout = wanted;
  return control.regroup(layout);
}

// Up to the end of this stream. False: stop was requested, or the epoch is over.
bool playStream(SampleSource& source, const CaptureFormat& format, core::FrameLayout layout, SourceControl& control) {
  Pacer pacer(format.sampleRateHz);
  std::vector<float> block(std::size_t{format.bufferFrames} * layout.width());
  while (followChannel(layout, control)) {
    const std::size_t frames = source.read(block, layout);
    if (frames == 0) return !control.isStopRequested();
    if (format.isLive && !pacer.waitFor(frames, control)) return false;
    if (!control.deliver(std::span(block).first(frames * layout.width()))) return false;
    const std::uint64_t missed = format.isLive ? pacer.takeMissed() : 0;
    if (missed == 0) continue;
    if (const std::uint64_t skipped = source.skip(missed); skipped > 0) control.noteStall(skipped);
  }
  return false;
}

}  // namespace

void playSource(SampleSource& source, const CaptureRequest& request, SourceControl& control) {
  CaptureFormat format;
  if (CaptureError error = source.open(request, format)) {
    if (!control.isStopRequested()) control.fail(error);
    return;
  }
  format.channel = request.channel;
  format.bufferFrames = blockFrames(format, request);
  core::FrameLayout layout = layoutFor(format.channels, control.channel());
  if (!control.begin(format, layout)) return;
  while (playStream(source, format, layout, control)) {
    if (!source.nextStream(format)) return control.end(source.error());
    format.bufferFrames = blockFrames(format, request);
    layout = layoutFor(format.channels, control.channel());
    if (!control.beginNext(format, layout)) return;
  }
}

std::unique_ptr<AudioBackend> makeSourcePlayer(SampleSourceFactory factory) {
  return makeSourceThread([factory = std::move(factory)](const CaptureRequest& request, SourceControl& control) {
    playSource(*factory(), request, control);
  });
}

}  // namespace tunescope::audio
