// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <memory>
#include <string>

namespace tunescope::audio {

// Inputs of the system by RtAudio (5.2 or 6). api: whose devices requestDevices() lists ("pulse", "alsa", "jack";
// empty: the first that works); start() goes by request.device. A backend may hang in stop(), as sound systems do.
// Errors of both: Unreachable, TimedOut, NoSuchApi; of start() besides: NoDevices, NoSuchDevice, AmbiguousDevice,
// NoSuchChannel, UnsupportedFormat, Busy, Refused. Thread: supervisor. Realtime-safe: no.
std::unique_ptr<AudioBackend> makeRtAudioBackend(std::string api = {});

}  // namespace tunescope::audio
