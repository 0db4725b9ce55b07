// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/toneoutput.h"

namespace tunescope::app {

// Where this build plays tones: by Qt Multimedia, in a browser by Web Audio; empty where there is neither. Thread: any.
audio::ToneOutputFactory toneOutputFactory();

}  // namespace tunescope::app
