// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/optiontable.h"

#include "cli/write/numbers.h"

#include <algorithm>
#include <vector>

namespace tunescope::cli {

namespace {

// Levenshtein 1966.
std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string optionName(std::size_t option) {
  return "--" + std::string(kOptions[option].name);
}

std::string_view closestOption(std::string_view name) {
  if (name.size() < 3 || name.size() > 40) return {};
  std::string_view best;
  std::size_t bestDistance = 3;
  for (const OptionSpec& option : kOptions) {
    const std::size_t distance = editDistance(name, option.name);
    if (distance >= bestDistance) continue;
    best = option.name;
    bestDistance = distance;
  }
  return best;
}

std::string missingValue(std::size_t option) {
  return optionName(option) + " needs a value; write " + optionName(option) + " " + std::string(kOptions[option].value);
}

std::string adviceOf(const analysis::Setting& setting) {
  if (!setting.advice.empty()) return std::string(setting.advice);
  std::string text;
  for (std::size_t i = 0; i < setting.words.size(); ++i) {
    if (i > 0) text += i + 1 == setting.words.size() ? " or " : ", ";
    text += setting.words[i];
  }
  return text;
}

std::string rangeText(double min, double max, std::string_view unit) {
  std::string text = " from ";
  appendShortest(text, min);
  text += " to ";
  appendShortest(text, max);
  return text + " " + std::string(unit);
}

}  // namespace tunescope::cli
