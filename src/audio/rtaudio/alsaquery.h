// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace tunescope::audio::rt {

// ALSA's message about its default input if another program uses it, otherwise none. RtAudio 6 omits such an input from
// its list silently. Opens it for a moment, without waiting. Thread: source. Realtime-safe:
// no.
std::string alsaDefaultInUse();

}  // namespace tunescope::audio::rt
