// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/nativebackends.h"

#include "audio/demo/demobackend.h"
#include "audio/file/filebackend.h"
#include "audio/rtaudio/rtaudiobackend.h"

#include <utility>

namespace tunescope::audio {

BackendFactory nativeBackendFactory(std::string api) {
  return [api = std::move(api)](SourceKind kind) -> std::unique_ptr<AudioBackend> {
    switch (kind) {
      case SourceKind::Device:
        return makeRtAudioBackend(api);
      case SourceKind::File:
        return makeFileBackend();
      case SourceKind::StandardInput:
        return makeStandardInputBackend();
      case SourceKind::Demo:
        return makeDemoBackend();
      case SourceKind::Recording:  // made in analysis, which reads what it wrote
        break;
    }
    return nullptr;
  };
}

}  // namespace tunescope::audio
