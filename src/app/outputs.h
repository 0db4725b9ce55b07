// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/soundoutput.h"
#include "audio/output/toneoutput.h"

#include <memory>

namespace tunescope::app {

// Where this build plays tones: by Qt Multimedia, in a browser by Web Audio; empty where there is neither. Thread: any.
audio::ToneOutputFactory toneOutputFactory();

// Where this build's window plays sound files: by Qt Multimedia; empty in a browser. Thread: gui.
std::unique_ptr<audio::SoundOutput> makeSoundOutput();

}  // namespace tunescope::app
