// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/output/toneoutput.h"

#include <memory>

namespace tunescope::audio {

// A tone by Web Audio: an AudioWorklet of the page's bridge makes the samples. There is one at a time. Thread: gui.
// Realtime-safe: no.
std::unique_ptr<ToneOutput> makeWebToneOutput();

}  // namespace tunescope::audio
