// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace tunescope::audio::rt {

// What ALSA says of its default input where another program has it, else nothing. RtAudio 6 leaves such an input out of
// its list without a word. Opens it for a moment, without waiting. Thread: source. Realtime-safe:
// no.
std::string alsaDefaultInUse();

}  // namespace tunescope::audio::rt
