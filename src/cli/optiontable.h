// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>

// All options: those of the source, the settings (settingstable.h), and those of the headless mode.
// Thread: any. Realtime-safe: no.
namespace tunescope::cli {

enum class OptionUse {
  Everywhere,
  HeadlessOnly,  // the window refuses it
  Planned        // named in the contract, not built yet: refused
};

struct OptionSpec {
  std::string_view name;   // without the dashes
  std::string_view value;  // how its value is called; empty: takes none
  std::string_view help;   // one line of --help
  OptionUse use = OptionUse::Everywhere;
  bool isCommon = false;     // in --help; --help-all lists the others too
  bool isInAddress = false;  // a key of the web app's address too
};

inline constexpr OptionUse kHeadless = OptionUse::HeadlessOnly;
inline constexpr OptionUse kPlanned = OptionUse::Planned;

inline constexpr std::array kSourceOptions = {
    OptionSpec{"device", "ID-OR-NAME", "an input, by its id or a part of its name", {}, true},
    OptionSpec{"api", "NAME", "the sound system: pulse, alsa or jack"},
    OptionSpec{"channel", "N|mix", "the channel to analyse, from 1, or the mean of all (1)", {}, true, true},
    OptionSpec{"rate", "HZ", "sample rate requested from the device"},
    OptionSpec{"buffer", "FRAMES", "buffer requested from the device"},
    OptionSpec{"input", "FILE", "a sound file (or FILE alone); - is standard input", {}, true},
    OptionSpec{"realtime", "", "play the file at its own speed (the window always does)"},
    OptionSpec{"demo", "", "the built-in signal: a scale on a plucked string", {}, true, true},
    OptionSpec{"wait", "", "wait for a device that is not there yet (the window always does)"},
    OptionSpec{"give-up", "SECONDS", "how long a lost device is tried again (60)"},
    OptionSpec{"fall-back", "", "while the input is away, hear the default one instead"},
};

inline constexpr std::array kOtherOptions = {
    OptionSpec{"help", "", "this text", {}, true},
    OptionSpec{"help-all", "", "all options, and the exit codes", {}, true},
    OptionSpec{"version", "", "the version"},
    OptionSpec{"cli", "", "headless mode: no window, no display needed", kHeadless},
    OptionSpec{"list-devices", "", "list the inputs and exit", kHeadless, true},
    OptionSpec{"replay", "FOLDER", "a recording of --record, with its settings", kHeadless},
    OptionSpec{"format", "text|json|csv", "what is written (text; on a terminal live)", kHeadless, true},
    OptionSpec{"waveform", "COLUMNS", "with JSON: extremes of the waveform in each frame", kHeadless},
    OptionSpec{"duration", "SECONDS", "stop after that long", kHeadless, true},
    OptionSpec{"output", "FILE", "write there instead of standard output", kHeadless, true},
    OptionSpec{"status", "", "every two seconds a record of the state of the capture", kHeadless},
    OptionSpec{"record", "FOLDER", "write what is captured there, for --replay or a report", kHeadless, true},
    OptionSpec{"calibrate-clock", "", "measure the clock error of the device, and exit", kHeadless},
    OptionSpec{"quiet", "", "no header, no summary", kHeadless},
    OptionSpec{"no-color", "", "no colours on a terminal (also NO_COLOR)", kHeadless},
    OptionSpec{"assert", "NOTE", "exit 0 if that note is heard, otherwise 5", kHeadless, true},
    OptionSpec{"within", "CENTS", "with --assert: how far off it may be", kHeadless, true},
    OptionSpec{"temperament", "NAME", "", kPlanned},
    OptionSpec{"key", "NOTE", "", kPlanned},
    OptionSpec{"scale", "FILE", "", kPlanned},
    OptionSpec{"keymap", "FILE", "", kPlanned},
    OptionSpec{"transpose", "SEMITONES", "", kPlanned},
    OptionSpec{"instrument", "NAME", "", kPlanned},
};

inline constexpr std::size_t kFirstSetting = kSourceOptions.size();
inline constexpr std::size_t kOptionCount = kFirstSetting + analysis::kSettings.size() + kOtherOptions.size();

inline constexpr std::array<OptionSpec, kOptionCount> kOptions = [] {
  std::array<OptionSpec, kOptionCount> all;
  auto* next = std::copy(kSourceOptions.begin(), kSourceOptions.end(), all.begin());
  for (const analysis::Setting& setting : analysis::kSettings) {
    *next++ = {setting.name, setting.valueName, setting.help, {}, setting.isCommon, setting.isInAddress};
  }
  std::copy(kOtherOptions.begin(), kOtherOptions.end(), next);
  return all;
}();

using OptionSet = std::bitset<kOptionCount>;  // by their places in kOptions

// kOptionCount where there is none.
constexpr std::size_t findOption(std::string_view name) {
  std::size_t i = 0;
  while (i < kOptionCount && kOptions[i].name != name) ++i;
  return i;
}

// The place of that option: "format"_option. A name that none has does not compile.
consteval std::size_t operator""_option(const char* name, std::size_t length) {
  const std::size_t option = findOption(std::string_view(name, length));
  return option < kOptionCount ? option : throw "no such option";
}

// The row of the table of settings, or nullptr for another option.
constexpr const analysis::Setting* settingOf(std::size_t option) {
  const bool isSetting = option >= kFirstSetting && option < kFirstSetting + analysis::kSettings.size();
  return isSetting ? &analysis::kSettings[option - kFirstSetting] : nullptr;
}

std::string optionName(std::size_t option);             // with its dashes
std::string_view closestOption(std::string_view name);  // within two typing errors, else empty

// "--a4 needs a value; write --a4 HZ"
std::string missingValue(std::size_t option);

// What a choice can be: "english, german or latin", or its advice.
std::string adviceOf(const analysis::Setting& setting);
// " from 300 to 600 Hz"
std::string rangeText(double min, double max, std::string_view unit);

}  // namespace tunescope::cli
