// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/options.h"
#include "cli/pages/pages.h"
#include "core/spectrum/spectrumwindow.h"
#include "core/strum/stringset.h"
#include "core/tuning/instrument.h"
#include "core/tuning/temperament.h"

#include <algorithm>

namespace tunescope::cli {

namespace {

// "text|json|csv" as its words; nothing if a part is a placeholder.
std::vector<std::string> wordsIn(std::string_view value) {
  const bool isWords = value.find('|') != std::string_view::npos &&
                       std::ranges::none_of(value, [](char c) { return c >= 'A' && c <= 'Z'; });
  std::vector<std::string> words;
  while (isWords && !value.empty()) {
    const std::size_t end = std::min(value.find('|'), value.size());
    words.emplace_back(value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return words;
}

template <class Items>
std::vector<std::string> idsOf(const Items& items) {
  std::vector<std::string> ids;
  ids.reserve(items.size());
  for (const auto& item : items) ids.emplace_back(item.id);
  return ids;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

// Within single quotes of a shell, with a backslash before those characters.
std::string quoted(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out;
}

// The options of which that holds, as a pattern of case; empty: none.
template <class Is>
std::string alternatives(Is is) {
  std::string text;
  for (std::size_t i = 0; i < kOptionCount; ++i) {
    if (kOptions[i].value.empty() || !is(valuesOf(i))) continue;
    if (!text.empty()) text += " | ";
    text += optionName(i);
  }
  return text;
}

}  // namespace

OptionValues valuesOf(std::size_t option) {
  const OptionSpec& spec = kOptions[option];
  OptionValues values;
  values.isFile = spec.value.find("FILE") != std::string_view::npos || spec.value == "FOLDER";
  const analysis::Setting* setting = settingOf(option);
  if (setting != nullptr && !setting->words.empty()) {
    for (const std::string_view word : setting->words) values.words.emplace_back(word);
    if (!setting->defaultText.empty()) values.words.erase(values.words.begin());  // it cannot be given
  } else if (spec.name == "temperament") {
    values.words = idsOf(core::temperaments());
  } else if (spec.name == "instrument") {
    values.words = idsOf(core::instruments());
  } else if (spec.name == "poly") {
    for (const core::Instrument* instrument : core::strumInstruments()) values.words.emplace_back(instrument->id);
  } else if (spec.name == "window") {
    for (const core::SpectrumWindowShape& shape : core::spectrumWindows()) values.words.emplace_back(shape.id);
  } else if (spec.name == "api") {
    values.words = {"pulse", "alsa", "jack"};
  } else if (spec.name == "timbre") {
    values.words = {"sine", "strings", "organ"};
  } else {
    values.words = wordsIn(spec.value);
  }
  return values;
}

std::string bashCompletion() {
  std::string out =
      "# SPDX-License-"
      "Identifier: GPL-3.0-or-later\n# bash completion for tunescope, generated from its table of "
      "options\n\n"
      "_tunescope() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
      "  if [[ $previous == = ]]; then\n    previous=${COMP_WORDS[COMP_CWORD - 2]}\n"
      "  elif [[ $current == = ]]; then\n    current=\n  fi\n"
      "  COMPREPLY=()\n"
      "  case $previous in\n";
  for (std::size_t i = 0; i < kOptionCount; ++i) {
    const std::string words = joined(valuesOf(i).words);
    if (words.empty()) continue;
    out.append("    ").append(optionName(i)).append(")\n      mapfile -t COMPREPLY < <(compgen -W '");
    out.append(quoted(words, "")).append("' -- \"$current\")\n      return\n      ;;\n");
  }
  const std::string anything =
      alternatives([](const OptionValues& values) { return !values.isFile && values.words.empty(); });
  out.append("    ").append(anything).append(")\n      return\n      ;;\n  esac\n");
  std::string names;
  for (std::size_t i = 0; i < kOptionCount; ++i) names.append(i > 0 ? " " : "").append(optionName(i));
  out.append("  if [[ $current == -* ]]; then\n    mapfile -t COMPREPLY < <(compgen -W '").append(names);
  out +=
      "' -- \"$current\")\n    return\n  fi\n"
      "  mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
      "  compopt -o filenames 2>/dev/null\n"
      "}\n\ncomplete -F _tunescope tunescope\n";
  return out;
}

std::string zshCompletion() {
  std::string out =
      "#compdef tunescope\n# SPDX-License-"
      "Identifier: GPL-3.0-or-later\n"
      "# zsh completion for tunescope, generated from its table of options\n\n_arguments -s";
  for (std::size_t i = 0; i < kOptionCount; ++i) {
    const OptionSpec& option = kOptions[i];
    const OptionValues values = valuesOf(i);
    out.append(" \\\n  '").append(option.isRepeatable ? "*" : "").append(optionName(i));
    out.append("[").append(quoted(optionHelp(i), "[]")).append("]");
    if (!option.value.empty()) {
      out.append(":").append(quoted(option.value, ":")).append(":");
      if (values.isFile) out += "_files";
      if (!values.words.empty()) out.append("(").append(quoted(joined(values.words), "():")).append(")");
    }
    out += "'";
  }
  return out + " \\\n  '*:sound file:_files'\n";
}

std::string fishCompletion() {
  std::string out =
      "# SPDX-License-"
      "Identifier: GPL-3.0-or-later\n# fish completion for tunescope, generated from its table of "
      "options\n\n";
  for (std::size_t i = 0; i < kOptionCount; ++i) {
    const OptionSpec& option = kOptions[i];
    const OptionValues values = valuesOf(i);
    out.append("complete -c tunescope -l ").append(option.name);
    if (!option.value.empty()) out += values.isFile ? " -r -F" : " -x";
    if (!values.words.empty()) out.append(" -a '").append(quoted(joined(values.words), "\\")).append("'");
    out.append(" -d '").append(quoted(optionHelp(i), "\\")).append("'\n");
  }
  return out;
}

}  // namespace tunescope::cli
