// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <string>

// Options of the source. A function returns why the value cannot be taken, or an empty text. Thread: gui.
// Realtime-safe: no.
namespace tunescope::cli {

std::string takeApi(audio::CaptureRequest& request, const std::string& value);
std::string takeChannel(audio::CaptureRequest& request, const std::string& value);

}  // namespace tunescope::cli
