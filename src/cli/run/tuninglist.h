// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"

#include <string>

namespace tunescope::cli {

// The text of --list-temperaments or --list-instruments. Thread: any.
std::string describeList(const Options& options);

}  // namespace tunescope::cli
