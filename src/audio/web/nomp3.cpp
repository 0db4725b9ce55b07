// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/mp3file.h"

namespace tunescope::audio {

// The page decodes MP3 with the browser's decoder.
OpenedSound openMp3File(std::shared_ptr<const ByteFile>) {
  return {.reader = nullptr, .error = {.code = CaptureErrorCode::UnsupportedEncoding, .device = {}, .detail = "MP3"}};
}

}  // namespace tunescope::audio
