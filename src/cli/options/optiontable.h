// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/settingstable.h"
#include "cli/options/optionspec.h"
#include "cli/records/registry.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>

// All options: those of the source, the settings (settingstable.h), the kinds of records (records/registry.h), and the
// others of headless mode.
// Thread: any. Realtime-safe: no.
namespace tunescope::cli {

inline constexpr std::array kSourceOptions = {
    OptionSpec{"device", "ID-OR-NAME", "an input, by its id or a part of its name", {}, true},
    OptionSpec{"api", "NAME", "the sound system: pulse, alsa or jack"},
    OptionSpec{"channel", "N|mix", "the channel to analyse, from 1, or the mean of all (1)", {}, true, true},
    OptionSpec{"rate", "HZ", "sample rate requested from the device"},
    OptionSpec{"buffer", "FRAMES", "buffer requested from the device"},
    OptionSpec{"input", "FILE", "a sound file (or FILE alone); - is standard input", {}, true, false, true},
    OptionSpec{"realtime", "", "play the file at its own speed (the window always does)"},
    OptionSpec{"demo", "", "the built-in signal: a scale on a plucked string", {}, true, true},
    OptionSpec{"wait", "", "wait for a device that is not there yet (the window always does)"},
    OptionSpec{"give-up", "SECONDS", "how long to retry a lost device (60)"},
    OptionSpec{"fall-back", "", "use the default input while the requested one is away"},
};

inline constexpr std::array kOtherOptions = {
    OptionSpec{"help", "", "this text", {}, true},
    OptionSpec{"help-all", "", "all options, and the exit codes", {}, true},
    OptionSpec{"version", "", "the version"},
    OptionSpec{"cli", "", "headless mode: no window, no display needed", kHeadless},
    OptionSpec{"list-devices", "", "list the inputs and exit", kHeadless, true},
    OptionSpec{"list-temperaments", "", "list the temperaments and exit", kHeadless},
    OptionSpec{"list-instruments", "", "list the instruments and exit", kHeadless},
    OptionSpec{"replay", "FOLDER", "a recording of --record, with its settings", kHeadless},
    OptionSpec{"format", "text|json|csv", "output format (text; live on a terminal)", kHeadless, true},
    OptionSpec{"waveform", "COLUMNS", "with JSON: extremes of the waveform in each frame", kHeadless},
    OptionSpec{"duration", "SECONDS", "stop after that long", kHeadless, true},
    OptionSpec{"output", "FILE", "write there instead of standard output", kHeadless, true},
    OptionSpec{"jobs", "N", "how many of several files at a time (one for each processor)", kHeadless},
    OptionSpec{"status", "", "a record of the state of the capture every two seconds", kHeadless},
    OptionSpec{"spl", "DB@DBFS", "with --meters: the sound level of a known level in dBFS (RMS)", kHeadless},
    OptionSpec{"fft", "SAMPLES", "with --spectrum or --partials: length of the window, 512 to 65536 (8192)", kHeadless},
    OptionSpec{"window", "NAME", "with --spectrum or --partials: hann, flattop, blackman-harris... (hann)", kHeadless},
    OptionSpec{"partials", "N", "the first partials of the note in each frame, 1 to 64", kHeadless},
    OptionSpec{"octave-type", "2:1|4:2|6:3", "with --measure-stretch: partials that octaves share (4:2)", kHeadless},
    OptionSpec{"record", "FOLDER", "record the capture there, for --replay or a bug report", kHeadless, true},
    OptionSpec{"serve", "PORT", "send the records to WebSocket clients on this machine (0: any free port)", kHeadless},
    OptionSpec{"token", "TEXT", "with --serve: what its clients have to give (a random text)", kHeadless},
    OptionSpec{"osc", "HOST:PORT", "send pitch, note and levels there as OSC, on this machine", kHeadless},
    OptionSpec{"midi-out", "NAME", "play the notes with pitch bend at a virtual MIDI port of that name", kHeadless},
    OptionSpec{"calibrate-clock", "", "measure the clock error of the device, and exit", kHeadless},
    OptionSpec{"tone", "NOTE-OR-HZ...", "play these notes or frequencies, until interrupted", kHeadless, false, false,
               true},
    OptionSpec{"timbre", "NAME", "with --tone: sine, strings or organ (sine)", kHeadless},
    OptionSpec{"tone-level", "DB", "with --tone: its peak in dBFS (-30)", kHeadless},
    OptionSpec{"quiet", "", "no header, no summary", kHeadless},
    OptionSpec{"no-color", "", "no colours on a terminal (also NO_COLOR)", kHeadless},
    OptionSpec{"assert", "NOTE", "exit 0 if that note is heard, otherwise 5", kHeadless, true},
    OptionSpec{"within", "CENTS", "with --assert: the maximum deviation", kHeadless, true},
};

inline constexpr std::size_t kFirstSetting = kSourceOptions.size();
inline constexpr std::size_t kFirstRecordKind = kFirstSetting + analysis::kSettings.size();
inline constexpr std::size_t kOptionCount = kFirstRecordKind + kRecordKinds.size() + kOtherOptions.size();

inline constexpr std::array<OptionSpec, kOptionCount> kOptions = [] {
  std::array<OptionSpec, kOptionCount> all;
  auto* next = std::copy(kSourceOptions.begin(), kSourceOptions.end(), all.begin());
  for (const analysis::Setting& setting : analysis::kSettings) {
    *next++ = {setting.name, setting.valueName, setting.help, {}, setting.isCommon, setting.isInAddress};
  }
  for (const RecordKind& kind : kRecordKinds) *next++ = kind.option;
  std::copy(kOtherOptions.begin(), kOtherOptions.end(), next);
  return all;
}();

using OptionSet = std::bitset<kOptionCount>;  // by their places in kOptions

// kOptionCount if there is none.
constexpr std::size_t findOption(std::string_view name) {
  std::size_t i = 0;
  while (i < kOptionCount && kOptions[i].name != name) ++i;
  return i;
}

// The index of that option: "format"_option. An unknown name does not compile.
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
std::string_view closestOption(std::string_view name);  // within two typing errors, otherwise empty

// "--a4 needs a value; write --a4 HZ"
std::string missingValue(std::size_t option);

// The possible values of a choice: "english, german or latin", or its advice.
std::string adviceOf(const analysis::Setting& setting);
// " from 300 to 600 Hz"
std::string rangeText(double min, double max, std::string_view unit);

}  // namespace tunescope::cli
