// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/bytefile.h"
#include "audio/file/soundreader.h"

#include <memory>

namespace tunescope::audio {

// MP3 (MPEG audio of any layer), all parts of joined files. Errors as openSoundFile(); NotAudio where no frame is
// found. Thread: one at a time. Realtime-safe: no.
OpenedSound openMp3File(std::shared_ptr<const ByteFile> file);

}  // namespace tunescope::audio
