// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/options/options.h"
#include "cli/write/notesummary.h"

#include <optional>
#include <string>

namespace tunescope::cli {

struct Verdict {
  bool isMet = false;
  std::string text;  // the measured and the expected note; one line
};

// Only the verdict is written, no readings. Thread: any.
inline bool isVerdictOnly(const Options& options) {
  return options.assertion && !options.isGiven("format"_option) && !options.outputPath;
}

// Compares the measured note with that of --assert in the tuning of the settings, which must have it. Thread: any.
Verdict verdictOf(const Assertion& expected, const analysis::Settings& settings,
                  const std::optional<SteadyPitch::Result>& heard);

}  // namespace tunescope::cli
