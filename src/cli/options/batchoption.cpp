// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/batchoption.h"

#include <algorithm>

namespace tunescope::cli {

std::string batchProblem(const Options& options) {
  if (options.inputs.size() < 2) {
    return options.isGiven("jobs"_option) ? "--jobs needs several files, to analyse some at the same time; name them"
                                          : std::string();
  }
  if (!options.isGiven("cli"_option)) return "the window opens one file at a time; name one, or add --cli";
  if (std::ranges::find(options.inputs, "-") != options.inputs.end()) {
    return "standard input cannot be one of several files, because it would wait for its turn; analyse it alone";
  }
  for (const std::size_t other : {"realtime"_option, "status"_option, "record"_option, "measure-stretch"_option,
                                  "export"_option, "report"_option}) {
    if (!options.isGiven(other)) continue;
    return optionName(other) + " and several files exclude each other, because it is about one of them; " +
           "name one file, or leave it out";
  }
  return {};
}

}  // namespace tunescope::cli
