// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/measure/spectrumreadings.h"
#include "analysis/settingstable.h"
#include "audio/capturetypes.h"
#include "cli/options/optiontable.h"
#include "cli/options/tuningfile.h"
#include "core/tone/tonewish.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace tunescope::cli {

enum class OutputFormat { Text, Json, Csv };

// `--assert NOTE --within CENTS`
struct Assertion {
  std::string note = "A4";  // core::Tuning::named()
  double withinCents = 0;
};

// `--spectrum`, `--bands`, `--partials`, and what they share.
struct SpectrumRequest {
  double intervalS = 1;  // 0: one mean of everything, at the end
  std::size_t size = 8192;
  core::SpectrumWindow window = core::SpectrumWindow::Hann;
  core::BandFraction fraction = core::BandFraction::Third;
  std::size_t partials = 0;  // in each frame
};

// A UDP port of this machine.
struct OscTarget {
  std::string address;  // of IPv4 or IPv6
  std::uint16_t port = 0;
};

// What other programs get while a run goes on.
struct LiveOutRequest {
  std::optional<std::uint16_t> servePort;  // 0: any free one
  std::string token;                       // empty: a random one
  std::optional<OscTarget> osc;
  std::optional<std::string> midiName;  // of a virtual port
};

// The request to `tunescope --cli`.
struct Options {
  enum class Command {
    Analyse,
    ListDevices,
    ListTemperaments,
    ListInstruments,
    CalibrateClock,
    PlayTone,
    Help,
    HelpAll,
    Version
  };
  Command command = Command::Analyse;
  audio::CaptureRequest request;
  std::vector<std::string> inputs{};  // the files of --input, in their order; the request has the first
  std::size_t bareInputs = 0;         // of them, those without --input, which the window opens on its timeline
  bool isOneOfSeveral = false;        // of a run over several files, whose inputs are left out
  int jobs = 0;                       // of them at the same time; 0: one for each processor
  analysis::Settings settings;
  OptionSet given;  // what was written, whatever it says
  OutputFormat format = OutputFormat::Text;
  std::optional<std::string> outputPath;
  std::optional<double> durationS;  // wall time of live sources, sound time of files
  std::optional<int> waveformColumns;
  std::optional<Assertion> assertion;
  bool hasStatus = false;    // status records
  std::vector<int> strings;  // of strum records, from the last to the first
  std::string stretchPath;   // that --measure-stretch writes to
  std::string octaveType;    // of it; empty: the usual one
  std::vector<std::string> exportPaths{};
  std::vector<std::string> reportPaths{};
  std::optional<double> splOffsetDb;  // sound level minus dBFS (RMS)
  SpectrumRequest spectrum{};
  LiveOutRequest live{};
  std::optional<std::string> recordPath;
  std::vector<std::string> tones{};  // notes or frequencies
  core::Timbre timbre = core::Timbre::Sine;
  double toneLevelDb = core::kDefaultToneLevelDb;
  bool isQuiet = false;        // no header, no summary
  std::string headlessOption;  // the first one that the window does not accept, with its dashes; empty: none
  bool hasColor = true;
  std::vector<std::string> remarks{};  // lines about files that are unusual but valid
  TuningFile keymapFile{};             // of --keymap; its source is empty if it was not given

  bool isGiven(std::size_t option) const { return given[option]; }  // isGiven("format"_option)
  analysis::SettingSet givenSettings() const;                       // what overrides other settings

  // Has no end of its own; --duration is wall time.
  bool isLive() const noexcept {
    return request.source == audio::SourceKind::Device || request.source == audio::SourceKind::Demo;
  }
};

// Why the options are invalid: one line that says what, why and what to do, without the program's name.
struct UsageError {
  std::string text;
};

// arguments: all except the program's name, as bytes (file names need not be UTF-8); in a browser those of
// parseAddress(). NO_COLOR is read from the environment. Thread: gui.
std::variant<Options, UsageError> parseOptions(std::span<const char* const> arguments);

// Pairs of the web app's address, "a4=442", checked by the table alone. Thread: gui.
std::variant<Options, UsageError> parseAddress(std::span<const char* const> pairs);

// Why the range of the settings contains no pitch, or none. Thread: any.
std::optional<std::string> rangeProblem(const analysis::AnalysisSettings& settings);

// Resolves options that depend on each other. Thread: any.
void settleTuning(Options& options);

// Why the settings do not fit together (their range, a keymap, the note of --assert, a spectrum), or none. Thread:
// any.
std::optional<std::string> settingsProblem(const Options& options);

// The line of an option in the help: what it does, its range and its default. Thread: any.
std::string optionHelp(std::size_t option);

// The text of --help, or of --help-all. Thread: any.
std::string helpText(bool hasAll);

}  // namespace tunescope::cli
