// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace tunescope::cli {

// An option as it was written; its value is not checked yet.
struct WrittenOption {
  std::size_t option;      // its place in kOptions
  std::string value;       // empty where it takes none
  bool isContent = false;  // of a file's option: its text, not its path
  bool isBare = false;     // a file's name alone, for --input
};

// The options in order, checked. parseOptions() gets them from the command line by CLI11, or in a browser from
// the page's address (web/commandline.cpp); CMake chooses. Thread: gui.
std::variant<Options, UsageError> checkOptions(std::span<const WrittenOption> written);

}  // namespace tunescope::cli
