// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <memory>

namespace tunescope::audio {

// Plays request.path into the ring: as fast as the ring accepts it (isLive is false and nothing is ever dropped), or
// with request.realtime at its own speed (live). Errors are those of openSoundFile() and NoSuchChannel. The readable
// part of a damaged sound is played, then Lost with Incomplete comes instead of Ended. Parts at another rate (chained
// Ogg, joined MP3) are streams of their own in one epoch.
// Thread: supervisor. Realtime-safe: no.
std::unique_ptr<AudioBackend> makeFileBackend();

// The same with WAV from standard input, as it arrives. descriptor: 0, or a test's replacement; it is not
// closed. A source that pauses has no timeout. Thread: supervisor. Realtime-safe: no.
std::unique_ptr<AudioBackend> makeStandardInputBackend(int descriptor = 0);

}  // namespace tunescope::audio
