// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

namespace tunescope::audio {

// All sources of the web app: microphones by the page's bridge, sound files that the page put into memory, and the
// demo. There is no standard input. Thread: gui. Realtime-safe: no.
BackendFactory webBackendFactory();

}  // namespace tunescope::audio
