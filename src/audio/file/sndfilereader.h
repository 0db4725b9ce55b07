// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/bytefile.h"
#include "audio/file/soundreader.h"

#include <memory>

namespace tunescope::audio {

// Decodes bytes with libsndfile: WAV, AIFF, FLAC, or one link of an Ogg stream. promisesMore: its header promises more
// than there is, which libsndfile corrects silently; then the end is reported as missing. Errors: NotAudio,
// Damaged, UnsupportedFormat, UnsupportedEncoding, TooLarge. Thread: one at a time. Realtime-safe: no.
OpenedSound openWithSndfile(std::unique_ptr<ByteView> bytes, bool promisesMore);

// Whether the samples of a WAV or AIFF file end before its header says. Placeholders for an unknown length
// promise nothing. Thread: any. Realtime-safe: no.
bool isCutShort(const ByteFile& file) noexcept;

}  // namespace tunescope::audio
