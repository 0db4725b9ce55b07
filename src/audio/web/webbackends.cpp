// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/web/webbackends.h"

#include "audio/demo/demobackend.h"
#include "audio/file/filebackend.h"
#include "audio/web/microphone.h"

namespace tunescope::audio {

BackendFactory webBackendFactory() {
  return [](SourceKind kind) -> std::unique_ptr<AudioBackend> {
    switch (kind) {
      case SourceKind::Device:
        return makeMicrophoneBackend();
      case SourceKind::File:
        return makeFileBackend();
      case SourceKind::Demo:
        return makeDemoBackend();
      case SourceKind::StandardInput:
      case SourceKind::Recording:
        break;
    }
    return nullptr;
  };
}

}  // namespace tunescope::audio
