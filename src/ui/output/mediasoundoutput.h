// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/soundoutput.h"

#include <memory>

namespace tunescope::ui {

// Sound files by Qt Multimedia, in a thread of its own: a busy window does not interrupt them. Needs a
// QCoreApplication. Thread: gui. Realtime-safe: no.
std::unique_ptr<audio::SoundOutput> makeMediaSoundOutput();

}  // namespace tunescope::ui
