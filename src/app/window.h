// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

namespace tunescope::app {

// Runs the window to its end and returns the exit code; a build without the window reports that (code 2).
// argc and argv are those of main. Thread: gui.
int runWindow(int argc, char** argv, const audio::BackendFactory& factory);

}  // namespace tunescope::app
