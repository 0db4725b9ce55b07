// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <string>

namespace tunescope::audio {

// All sources of the desktop: devices by RtAudio, sound files, standard input and the demo. api limits the listing of
// devices to one of RtAudio's ("pulse", "alsa", "jack"); empty lists the first that works. A start() uses the api of
// its request. Thread: any. Realtime-safe: no.
BackendFactory nativeBackendFactory(std::string api = {});

}  // namespace tunescope::audio
