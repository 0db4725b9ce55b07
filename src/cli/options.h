// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/analysissink.h"
#include "audio/capturetypes.h"

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
  enum class Command { Analyse, ListDevices, CalibrateClock, Help, Version };
  Command command = Command::Analyse;
  audio::CaptureRequest request;
  analysis::AnalysisSettings settings;
  bool isA4Given = false;  // the window has an A4 of its own, which this one overrules
  core::Notation notation = core::Notation::English;
  bool isNotationGiven = false;  // as isA4Given
  OutputFormat format = OutputFormat::Text;
  bool isFormatGiven = false;
  std::optional<std::string> outputPath;
  std::optional<double> durationS;  // wall time of live sources, sound time of files
  std::optional<int> waveformColumns;
  std::optional<Assertion> assertion;
  bool hasStatus = false;  // status records
  std::optional<std::string> recordPath;
  bool isGiveUpGiven = false;    // the window tries for ever
  bool isClockPpmGiven = false;  // as isA4Given
  bool isRangeGiven = false;     // of a replay: overrules what it was recorded with
  bool isMainsGiven = false;     // as isRangeGiven
  bool isChannelGiven = false;   // as isRangeGiven
  bool isQuiet = false;          // no header, no summary
  std::string headlessOption;    // the first one that the window does not take, with its dashes; empty: none
  bool hasColor = true;

  // Has no end of its own, and --duration is wall time.
  bool isLive() const noexcept {
    return request.source == audio::SourceKind::Device || request.source == audio::SourceKind::Demo;
  }
};

// Why the options cannot be followed: one line that says what, why and what to do, without the program's name.
struct UsageError {
  std::string text;
};

// arguments: all but the program's name, as bytes (file names need not be UTF-8). NO_COLOR is read from the
// environment. Thread: gui.
std::variant<Options, UsageError> parseOptions(std::span<const char* const> arguments);

// The text of --help.
std::string helpText();

}  // namespace tunescope::cli
