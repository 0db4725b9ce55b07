// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/errortext.h"

#include <chrono>
#include <string>

// Ends the program where a sound system keeps a thread for good: at its exit, or in a call that has no deadline.
// Thread: gui. Realtime-safe: no.
namespace tunescope::cli::watchdog {

// From then on the program ends with that code at once, unless the limit is set again or lifted. sentence: complain()
// says it then; empty: nothing. In a browser, nothing happens.
void setLimit(std::chrono::milliseconds after, const std::string& sentence, ExitCode code);
void lift();
// Ends the program without destroying anything: a client of a sound system that hangs may abort when it is destroyed.
[[noreturn]] void exitNow(ExitCode code);

}  // namespace tunescope::cli::watchdog
