// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/optiontable.h"

#include "cli/options.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace tunescope::cli {

namespace {

using enum OptionId;
constexpr OptionUse HeadlessOnly = OptionUse::HeadlessOnly;

constexpr std::array kOptions = {
    OptionSpec{Cli, "cli", "", "headless mode: no window, no display needed", HeadlessOnly},
    OptionSpec{Device, "device", "ID-OR-NAME", "an input, by its id or a part of its name"},
    OptionSpec{Api, "api", "NAME", "the sound system: pulse, alsa or jack"},
    OptionSpec{Channel, "channel", "N|mix", "the channel that is analysed, from 1, or the mean of all (1)"},
    OptionSpec{Rate, "rate", "HZ", "sample rate asked of the device"},
    OptionSpec{Buffer, "buffer", "FRAMES", "buffer asked of the device"},
    OptionSpec{Input, "input", "FILE", "a sound file instead of a device; - is WAV on standard input"},
    OptionSpec{Realtime, "realtime", "", "play the file at its own speed (the window always does)"},
    OptionSpec{Demo, "demo", "", "the built-in signal: a scale on a synthetic plucked string"},
    OptionSpec{Replay, "replay", "FOLDER", "a recording of --record, with its settings", HeadlessOnly},
    OptionSpec{ListDevices, "list-devices", "", "list the inputs and end", HeadlessOnly},
    OptionSpec{Wait, "wait", "", "wait for a device that is not there yet (the window always does)"},
    OptionSpec{GiveUp, "give-up", "SECONDS", "how long a lost device is tried again (60)"},
    OptionSpec{FallBack, "fall-back", "", "while the input is away, hear the default one instead"},
    OptionSpec{A4, "a4", "HZ", "concert pitch, 300 to 600 (440)"},
    OptionSpec{Notation, "notation", "NAME", "english, german or latin note names (english)"},
    OptionSpec{MinHz, "min-hz", "HZ", "lowest pitch looked for (25)"},
    OptionSpec{MaxHz, "max-hz", "HZ", "highest pitch looked for (5000)"},
    OptionSpec{Mains, "mains", "50|60|off", "the mains whose hum is taken out of the sound (whichever is found)"},
    OptionSpec{ClockPpm, "clock-ppm", "PPM", "how much too fast the device's clock runs, allowed for in the pitch (0)"},
    OptionSpec{Format, "format", "text|json|csv", "what is written (text; on a terminal a live display)", HeadlessOnly},
    OptionSpec{Waveform, "waveform", "COLUMNS", "with JSON: extremes of the waveform in each frame", HeadlessOnly},
    OptionSpec{Duration, "duration", "SECONDS", "end after that long", HeadlessOnly},
    OptionSpec{Output, "output", "FILE", "write there instead of standard output", HeadlessOnly},
    OptionSpec{Status, "status", "", "every two seconds a record of how the capture does", HeadlessOnly},
    OptionSpec{Record, "record", "FOLDER", "write what is captured there, to be replayed or reported", HeadlessOnly},
    OptionSpec{CalibrateClock, "calibrate-clock", "", "tell how fast the device's clock runs, and end", HeadlessOnly},
    OptionSpec{Quiet, "quiet", "", "no header, no summary", HeadlessOnly},
    OptionSpec{NoColor, "no-color", "", "no colours on a terminal (also NO_COLOR)", HeadlessOnly},
    OptionSpec{Assert, "assert", "NOTE", "end with 0 when that note is heard, else with 5", HeadlessOnly},
    OptionSpec{Within, "within", "CENTS", "with --assert: how far off it may be", HeadlessOnly},
    OptionSpec{Help, "help", "", "this text"},
    OptionSpec{Version, "version", "", "the version"},
    OptionSpec{Planned, "temperament", "NAME", "", OptionUse::Planned},
    OptionSpec{Planned, "key", "NOTE", "", OptionUse::Planned},
    OptionSpec{Planned, "scale", "FILE", "", OptionUse::Planned},
    OptionSpec{Planned, "keymap", "FILE", "", OptionUse::Planned},
    OptionSpec{Planned, "transpose", "SEMITONES", "", OptionUse::Planned},
    OptionSpec{Planned, "instrument", "NAME", "", OptionUse::Planned},
};

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

void appendOptions(std::string& text, std::string_view title, OptionUse use) {
  text += title;
  for (const OptionSpec& option : kOptions) {
    if (option.use != use) continue;
    std::string left =
        "  --" + std::string(option.name) + (option.value.empty() ? "" : " ") + std::string(option.value);
    left.resize(std::max<std::size_t>(left.size() + 1, 26), ' ');
    text += left + std::string(option.help) + "\n";
  }
}

}  // namespace

const OptionSpec* findOption(std::string_view name) {
  const auto* found =
      std::find_if(kOptions.begin(), kOptions.end(), [&](const OptionSpec& o) { return o.name == name; });
  return found == kOptions.end() ? nullptr : found;
}

std::string_view optionName(OptionId id) {
  const auto* found = std::find_if(kOptions.begin(), kOptions.end(), [&](const OptionSpec& o) { return o.id == id; });
  return found == kOptions.end() ? std::string_view() : found->name;
}

std::string_view closestOption(std::string_view name) {
  if (name.size() < 3 || name.size() > 40) return {};
  const OptionSpec* best = nullptr;
  std::size_t bestDistance = 3;
  for (const OptionSpec& option : kOptions) {
    const std::size_t distance = editDistance(name, option.name);
    if (distance >= bestDistance || option.use == OptionUse::Planned) continue;
    best = &option;
    bestDistance = distance;
  }
  return best == nullptr ? std::string_view() : best->name;
}

std::string helpText() {
  std::string text =
      "Usage: tunescope [OPTIONS]         the window\n"
      "       tunescope --cli [OPTIONS]   the headless mode, in a terminal or a script\n\n"
      "Measures level and pitch of a live input, a sound file or the built-in demo.\n";
  appendOptions(text, "\nBoth take:\n", OptionUse::Everywhere);
  appendOptions(text, "\nOnly with --cli:\n", OptionUse::HeadlessOnly);
  text +=
      "\nThe window keeps its own settings; what is given here overrules them for that run.\n"
      "\nExit codes: 0 done, 1 internal error, 2 wrong usage, 3 no such device or lost for good, 4 input cannot be "
      "read,\n"
      "5 assertion not met, 130 interrupted.\n";
  return text;
}

}  // namespace tunescope::cli
