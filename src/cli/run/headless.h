// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"
#include "audio/output/toneoutput.h"

namespace tunescope::cli {

// Runs `tunescope --cli …` to its end with its own QCoreApplication. Returns the exit code of docs/cli.md.
// argc and argv are those of main; makeOutput is for --tone. Thread: gui.
int runHeadless(int argc, char** argv, const audio::BackendFactory& factory,
                const audio::ToneOutputFactory& makeOutput);

}  // namespace tunescope::cli
