// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <memory>

namespace tunescope::audio {

// Replaces a microphone where there is none: a scale on a synthetic string (PluckedScale), live and by the clock,
// at request.rateHz or 48 kHz. Errors: UnsupportedFormat (rate), NoSuchChannel (it has one).
// Thread: supervisor. Realtime-safe: no.
std::unique_ptr<AudioBackend> makeDemoBackend();

}  // namespace tunescope::audio
