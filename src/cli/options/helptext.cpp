// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"
#include "cli/write/numbers.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

constexpr std::size_t kHelpColumn = 26;

// The default, and the range of a number.
std::string limitsOf(const analysis::Setting& setting) {
  const analysis::Settings defaults;
  std::string text;
  if (setting.number != nullptr) {
    text = "," + rangeText(setting.range.min, setting.range.max, setting.range.unit) + " (";
    appendShortest(text, defaults.*setting.number);
    return text + ")";
  }
  if (setting.valueName.empty()) return {};  // off
  return " (" + std::string(setting.defaultText.empty() ? wordOf(setting, defaults) : setting.defaultText) + ")";
}

void appendOptions(std::string& text, std::string_view title, OptionUse use, bool hasAll) {
  text += title;
  for (std::size_t i = 0; i < kOptionCount; ++i) {
    const OptionSpec& option = kOptions[i];
    if (option.use != use || !(hasAll || option.isCommon)) continue;
    std::string left =
        "  --" + std::string(option.name) + (option.value.empty() ? "" : " ") + std::string(option.value);
    left.resize(std::max(left.size() + 1, kHelpColumn), ' ');
    text += left + optionHelp(i) + "\n";
  }
}

}  // namespace

std::string optionHelp(std::size_t option) {
  const analysis::Setting* setting = settingOf(option);
  return std::string(kOptions[option].help) + (setting != nullptr ? limitsOf(*setting) : std::string());
}

std::string helpText(bool hasAll) {
  std::string text =
      "Usage: tunescope [OPTIONS] [FILE]           the window\n"
      "       tunescope --cli [OPTIONS] [FILE...]  headless, in a terminal or a script\n";
  if (hasAll) text += "\nMeasures level and pitch of a live input, a sound file or the built-in demo.\n";
  appendOptions(text, "\nBoth take:\n", OptionUse::Everywhere, hasAll);
  appendOptions(text, "\nOnly with --cli:\n", OptionUse::HeadlessOnly, hasAll);
  if (!hasAll) return text;
  text +=
      "\nThe window keeps its own settings; options override them for that run.\n"
      "\nExit codes: 0 done, 1 internal error, 2 wrong usage, 3 no such device or lost for good,\n"
      "4 input cannot be read, 5 assertion not met, 130 interrupted.\n";
  return text;
}

}  // namespace tunescope::cli
