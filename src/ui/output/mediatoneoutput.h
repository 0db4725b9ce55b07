// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/toneoutput.h"

#include <memory>

namespace tunescope::ui {

// A tone by Qt Multimedia, in a thread of its own: a busy window does not interrupt it. Needs a QCoreApplication.
// Thread: gui. Realtime-safe: no.
std::unique_ptr<audio::ToneOutput> makeMediaToneOutput();

}  // namespace tunescope::ui
