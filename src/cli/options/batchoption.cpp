// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/batchoption.h"

#include <algorithm>

namespace tunescope::cli {

bool isBatch(const Options& options) {
  return options.inputs.size() > 1 || (options.inputs.size() == 1 && options.isGiven("jobs"_option));
}

bool hasBatchTable(const Options& options) {
  return isBatch(options) && options.isQuiet && options.format == OutputFormat::Text && !options.assertion;
}

std::string batchProblem(const Options& options) {
  if (options.isGiven("jobs"_option) && options.inputs.empty()) {
    return "--jobs is about files, and there is none; name some, or leave it out";
  }
  if (!isBatch(options)) return {};
  if (!options.isGiven("cli"_option)) {
    if (options.bareInputs == options.inputs.size()) return {};  // opened on the timeline
    return "the window listens to one file at a time; name one, or leave --input out, which opens them on the timeline";
  }
  if (std::ranges::find(options.inputs, "-") != options.inputs.end()) {
    return "standard input cannot be one of several files, because it would wait for its turn; analyse it alone";
  }
  const std::string together = options.inputs.size() > 1 ? "several files" : "--jobs";
  for (const std::size_t other : {"realtime"_option, "status"_option, "record"_option, "measure-stretch"_option,
                                  "export"_option, "report"_option, "serve"_option, "osc"_option, "midi-out"_option}) {
    if (!options.isGiven(other)) continue;
    return optionName(other) + " and " + together + " exclude each other, because it works with one file at a time; " +
           "leave one out";
  }
  if (!hasBatchTable(options)) return {};
  for (std::size_t i = 0; i < kRecordKinds.size(); ++i) {
    const std::size_t kind = kFirstRecordKind + i;
    if (!options.isGiven(kind) || kind == "meters"_option) continue;
    return optionName(kind) + " and --quiet leave nothing to write, because a table of files has no such records; " +
           "leave --quiet out, or add --format json";
  }
  return {};
}

}  // namespace tunescope::cli
