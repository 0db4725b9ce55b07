// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

namespace tunescope::cli {

// Runs `tunescope --cli …` to its end: makes its own QCoreApplication. Returns the exit code of docs/cli.md.
// argc and argv are those of main. Thread: gui.
int runHeadless(int argc, char** argv, const audio::BackendFactory& factory);

}  // namespace tunescope::cli
