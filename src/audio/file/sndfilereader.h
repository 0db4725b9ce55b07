// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/bytefile.h"
#include "audio/file/soundreader.h"

#include <memory>

namespace tunescope::audio {

// Has libsndfile decode bytes: WAV, AIFF, FLAC, or one link of an Ogg stream. promisesMore: its header speaks of more
// than there is, which libsndfile corrects without a word; then the end is reported as missing. Errors: NotAudio,
// Damaged, UnsupportedFormat, UnsupportedEncoding, TooLarge. Thread: one at a time. Realtime-safe: no.
OpenedSound openWithSndfile(std::unique_ptr<ByteView> bytes, bool promisesMore);

// Whether the samples of a WAV or AIFF file end before its header says. Placeholders of programs that could not know
// the length promise nothing. Thread: any. Realtime-safe: no.
bool isCutShort(const ByteFile& file) noexcept;

}  // namespace tunescope::audio
