// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/rtaudiobackend.h"

#include "audio/sourcethread.h"

#include <utility>

namespace tunescope::audio {

std::unique_ptr<AudioBackend> makeRtAudioBackend(std::string api) {
  return makeSourceThread([api = std::move(api)](const CaptureRequest&, SourceControl& control) {
    control.fail({.code = CaptureErrorCode::NoSuchApi, .device = api, .detail = "capture from devices is being built"});
  });
}

}  // namespace tunescope::audio
