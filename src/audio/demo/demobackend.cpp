// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/demo/demobackend.h"

#include "audio/channelpicker.h"
#include "audio/demo/pluckedscale.h"
#include "audio/sourcethread.h"

#include <string>
#include <vector>

namespace tunescope::audio {

namespace {

constexpr double kDefaultRateHz = 48000;
const char* const kName = "demo";

void play(const CaptureRequest& request, SourceControl& control) {
  const double rateHz = request.rateHz.value_or(kDefaultRateHz);
  if (!(rateHz >= kLowestRateHz && rateHz <= kHighestRateHz)) {
    control.fail({.code = CaptureErrorCode::UnsupportedFormat,
                  .device = kName,
                  .detail = "the demo plays at 8000 to 192000 Hz"});
    return;
  }
  if (!ChannelPicker::suits(request.channel, 1)) {
    control.fail({.code = CaptureErrorCode::NoSuchChannel, .device = kName, .detail = "it has 1 channel"});
    return;
  }
  Pacer pacer(rateHz);
  CaptureFormat format;
  format.source = kName;
  format.sampleRateHz = rateHz;
  format.bufferFrames = static_cast<unsigned>(pacer.blockFrames());
  format.channels = 1;
  if (!control.begin(format)) return;

  PluckedScale scale(rateHz);
  std::vector<float> block(pacer.blockFrames());
  while (pacer.waitFor(block.size(), control)) {
    scale.render(block);
    if (!control.deliver(block)) return;
    if (const std::uint64_t missed = pacer.takeMissed(); missed > 0) {
      scale.skip(missed);
      control.noteStall(missed);
    }
  }
}

}  // namespace

std::unique_ptr<AudioBackend> makeDemoBackend() {
  return makeSourceThread(play);
}

}  // namespace tunescope::audio
