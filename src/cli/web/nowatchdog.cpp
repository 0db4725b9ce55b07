// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/run/watchdog.h"

#include <cstdlib>

namespace tunescope::cli::watchdog {

// A page has no exit, and no thread to watch from.
void setLimit(std::chrono::milliseconds, const std::string&, ExitCode) {}
void lift() {}

void exitNow(ExitCode code) {
  std::_Exit(static_cast<int>(code));
}

}  // namespace tunescope::cli::watchdog
