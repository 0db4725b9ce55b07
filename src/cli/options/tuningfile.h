// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/setting.h"

#include <optional>
#include <string>
#include <vector>

namespace tunescope::cli {

// A file of --scale, --keymap or --stretch.
struct TuningFile {
  std::string text{};                  // what the setting keeps
  std::string source{};                // the file's name in quotes, for messages
  std::string bytes{};                 // as they were read
  std::string problem{};               // one line with the file, the line and the reason; empty: it is valid
  std::vector<std::string> remarks{};  // the same about its oddities
};

// setting: its row; option: with dashes; path, text: bytes. Thread: any.
TuningFile readTuningFile(const analysis::Setting& setting, const std::string& option, const std::string& path);
TuningFile takeTuningText(const analysis::Setting& setting, const std::string& option, const std::string& text);

// One line with the file, the line and the reason. source: of a TuningFile. Thread: any.
std::string tuningFileProblem(const std::string& option, const std::string& source, const core::TextProblem& problem);

// Why a stretch must not be written there: "it is no stretch file". Nothing where there is no file, or one that is
// such a file or empty. Thread: any.
std::optional<std::string> otherFileAt(const std::string& path);

}  // namespace tunescope::cli
