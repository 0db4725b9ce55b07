// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"
#include "audio/capturetypes.h"
#include "cli/optiontable.h"

#include <optional>
#include <span>
#include <string>
#include <variant>

namespace tunescope::cli {

enum class OutputFormat { Text, Json, Csv };

// `--assert NOTE --within CENTS`
struct Assertion {
  int midi = 69;
  double withinCents = 0;
};

// What `tunescope --cli` was asked for.
struct Options {
  enum class Command { Analyse, ListDevices, CalibrateClock, Help, HelpAll, Version };
  Command command = Command::Analyse;
  audio::CaptureRequest request;
  analysis::Settings settings;
  OptionSet given;  // what was written, whatever it says
  OutputFormat format = OutputFormat::Text;
  std::optional<std::string> outputPath;
  std::optional<double> durationS;  // wall time of live sources, sound time of files
  std::optional<int> waveformColumns;
  std::optional<Assertion> assertion;
  bool hasStatus = false;  // status records
  std::optional<std::string> recordPath;
  bool isQuiet = false;        // no header, no summary
  std::string headlessOption;  // the first one that the window does not take, with its dashes; empty: none
  bool hasColor = true;

  bool isGiven(std::size_t option) const { return given[option]; }  // isGiven("format"_option)
  analysis::SettingSet givenSettings() const;                       // what overrides other settings

  // Has no end of its own, and --duration is wall time.
  bool isLive() const noexcept {
    return request.source == audio::SourceKind::Device || request.source == audio::SourceKind::Demo;
  }
};

// Why the options cannot be followed: one line that says what, why and what to do, without the program's name.
struct UsageError {
  std::string text;
};

// arguments: all but the program's name, as bytes (file names need not be UTF-8); in a browser those of parseAddress().
// NO_COLOR is read from the environment. Thread: gui.
std::variant<Options, UsageError> parseOptions(std::span<const char* const> arguments);

// Pairs of the web app's address, "a4=442": through the table alone. Thread: gui.
std::variant<Options, UsageError> parseAddress(std::span<const char* const> pairs);

// Why no pitch lies within the range of the settings, or nothing. Thread: any.
std::optional<std::string> rangeProblem(const analysis::AnalysisSettings& settings);

// The text of --help, or of --help-all. Thread: any.
std::string helpText(bool hasAll);

}  // namespace tunescope::cli
