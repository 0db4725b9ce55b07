// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What is installed beside the program, generated from the table of options when it is built. Thread: any.
// Realtime-safe: no.
namespace tunescope::cli {

std::string manPage(std::string_view version);  // troff, macros man
std::string bashCompletion();
std::string zshCompletion();
std::string fishCompletion();

// What can stand behind an option.
struct OptionValues {
  bool isFile = false;             // a file or a folder
  std::vector<std::string> words;  // all of them, or those that are worth offering; empty: anything
};

OptionValues valuesOf(std::size_t option);

}  // namespace tunescope::cli
