// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/commandline.h"

#include "cli/options/optiontable.h"
#include "cli/write/safetext.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr std::size_t kInput = "input"_option;
constexpr int kMaxValues = 1000;

std::string named(std::string_view text) {
  return "'" + printableName(text) + "'";
}

// "--output=" would take the next argument as its value, and "--quiet=no" would mean the opposite.
std::optional<UsageError> wrongAssignment(std::span<const char* const> arguments) {
  for (const std::string_view argument : arguments) {
    if (argument == "--") break;
    const std::size_t equals = argument.find('=');
    if (!argument.starts_with("--") || equals == std::string_view::npos) continue;
    const std::size_t option = findOption(argument.substr(2, equals - 2));
    if (option == kOptionCount) continue;
    const std::string_view value = argument.substr(equals + 1);
    if (kOptions[option].value.empty()) {
      return UsageError{optionName(option) + " takes no value, but was given " + named(value) + "; write it alone"};
    }
    if (value.empty()) return UsageError{missingValue(option)};
  }
  return std::nullopt;
}

UsageError unknownOption(std::string_view argument) {
  if (!argument.starts_with("--")) {
    return {named(argument) +
            " is not an option; for a file of that name write --input FILE, for all options --help-all"};
  }
  const std::string_view name = argument.substr(0, argument.find('='));
  const std::string_view close = closestOption(name.substr(2));
  return {"there is no option " + named(name) +
          (close.empty() ? "; " : "; did you mean --" + std::string(close) + "? ") +
          "tunescope --help-all lists them all"};
}

// CLI11 splits the line. Messages, ranges and exclusions are ours: see docs/decisions/0027.
class CommandLine {
 public:
  explicit CommandLine(std::span<const char* const> arguments) : m_arguments(arguments.rbegin(), arguments.rend()) {
    m_app.set_help_flag();
    m_app.allow_extras();
    for (std::size_t i = 0; i < kOptionCount; ++i) {
      const std::string name = i == "help"_option ? "-h,--help" : optionName(i);
      const bool isFlag = kOptions[i].value.empty();
      m_options[i] = isFlag ? m_app.add_flag(name) : m_app.add_option(name);
      m_options[i]->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
      if (i == "tone"_option) m_options[i]->expected(1, kMaxValues)->allow_extra_args();
    }
  }

  std::variant<std::vector<WrittenOption>, UsageError> read() {
    try {
      m_app.parse(std::vector<std::string>(m_arguments));
    } catch (const CLI::Error& error) {
      return refusal(error);
    }
    if (const auto wrong = takeFiles()) return *wrong;
    if (const auto wrong = takeOptions()) return *wrong;
    return m_written;
  }

 private:
  // The only exception: the last argument is an option without its value.
  UsageError refusal(const CLI::Error& error) const {
    const std::string_view last = m_arguments.empty() ? std::string_view() : m_arguments.front();
    const std::size_t option = last.starts_with("--") ? findOption(last.substr(2)) : kOptionCount;
    if (option < kOptionCount) return {missingValue(option)};
    return {"the options cannot be read, because " + printable(error.what()) + "; tunescope --help-all lists them all"};
  }

  // The remaining arguments: an unknown option, or files.
  std::optional<UsageError> takeFiles() {
    bool mayBeOption = true;
    for (const std::string& rest : m_app.remaining()) {
      const bool isEnd = mayBeOption && rest == "--";
      if (mayBeOption && !isEnd && rest.size() > 1 && rest.front() == '-') return unknownOption(rest);
      mayBeOption = mayBeOption && !isEnd;
      if (!isEnd) m_written.push_back({.option = kInput, .value = rest, .isBare = true});
    }
    return std::nullopt;
  }

  std::optional<UsageError> takeOptions() {
    std::array<std::size_t, kOptionCount> taken{};
    for (const CLI::Option* parsed : m_app.parse_order()) {
      const auto i =
          static_cast<std::size_t>(std::find(m_options.begin(), m_options.end(), parsed) - m_options.begin());
      const std::string& value = parsed->results().at(taken.at(i)++);
      const bool isFlag = kOptions[i].value.empty();
      if (!isFlag && value.starts_with("--") && !isAssigned(i, value)) return UsageError{missingValue(i)};
      m_written.push_back({i, isFlag ? std::string() : value});
    }
    return std::nullopt;
  }

  // --input=--x is a value, --input --x is an option without one.
  bool isAssigned(std::size_t option, const std::string& value) const {
    return std::find(m_arguments.begin(), m_arguments.end(), optionName(option) + "=" + value) != m_arguments.end();
  }

  CLI::App m_app;
  std::vector<std::string> m_arguments;  // the last one first, as CLI11 requires
  std::array<CLI::Option*, kOptionCount> m_options{};
  std::vector<WrittenOption> m_written;
};

}  // namespace

std::variant<Options, UsageError> parseOptions(std::span<const char* const> arguments) {
  if (const auto wrong = wrongAssignment(arguments)) return *wrong;
  const auto written = CommandLine(arguments).read();
  if (const auto* wrong = std::get_if<UsageError>(&written)) return *wrong;
  return checkOptions(std::get<std::vector<WrittenOption>>(written));
}

}  // namespace tunescope::cli
