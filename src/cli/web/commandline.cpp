// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options.h"

namespace tunescope::cli {

// A page has no command line but its address, and is compiled without the exceptions of CLI11.
std::variant<Options, UsageError> parseOptions(std::span<const char* const> arguments) {
  return parseAddress(arguments);
}

}  // namespace tunescope::cli
