// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"

namespace tunescope::cli {

// The command line of a page is its address, and its build has no exceptions, which CLI11 needs.
std::variant<Options, UsageError> parseOptions(std::span<const char* const> arguments) {
  return parseAddress(arguments);
}

}  // namespace tunescope::cli
