// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/bytefile.h"
#include "audio/file/soundreader.h"

#include <memory>

namespace tunescope::audio {

// Vorbis, Opus or FLAC in Ogg (RFC 3533), all links of a chained stream. Errors as openSoundFile(). Thread: one at a
// time. Realtime-safe: no.
OpenedSound openOggFile(const std::shared_ptr<const ByteFile>& file);

}  // namespace tunescope::audio
