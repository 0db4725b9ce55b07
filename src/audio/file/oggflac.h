// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/bytefile.h"

#include <memory>

namespace tunescope::audio {

// One link's stream of FLAC in Ogg as the bytes of a FLAC file: its packets are those bytes, but for nine at the
// beginning (https://xiph.org/flac/ogg_mapping.html). begin, end: of the link in the file. Thread: one at a time.
// Realtime-safe: no.
std::unique_ptr<ByteView> flacOutOfOgg(std::shared_ptr<const ByteFile> file, std::uint64_t begin, std::uint64_t end,
                                       std::uint32_t serial);

}  // namespace tunescope::audio
