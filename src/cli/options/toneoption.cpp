// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/options/toneoption.h"

#include "analysis/tuningof.h"
#include "cli/write/numbers.h"
#include "cli/write/safetext.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace tunescope::cli {

std::optional<ToneNote> toneNote(const std::string& text, const core::Tuning& tuning) {
  if (const auto hertz = parseNumber(text))
    return core::isToneHz(*hertz) ? std::optional(ToneNote{{}, *hertz}) : std::nullopt;
  const auto note = tuning.named(text);
  if (!note || !core::isToneHz(note->targetHz)) return std::nullopt;
  return ToneNote{core::asciiNoteName(*note), note->targetHz};
}

std::string takeToneOption(Options& options, std::size_t option, const std::string& value) {
  if (option == "tone"_option) {
    if (options.command == Options::Command::Analyse) options.command = Options::Command::PlayTone;
    options.tones.push_back(value);
  }
  if (option == "tone-level"_option) {
    const auto level = parseNumber(value);
    if (!level || *level < core::kMinToneLevelDb || *level > core::kMaxToneLevelDb) {
      return "--tone-level cannot be '" + printableName(value) + "'; give a number" +
             rangeText(core::kMinToneLevelDb, core::kMaxToneLevelDb, "dBFS");
    }
    options.toneLevelDb = *level;
  }
  if (option != "timbre"_option) return {};
  constexpr std::array<std::string_view, 3> kTimbres = {"sine", "strings", "organ"};
  const auto* const timbre = std::ranges::find(kTimbres, value);
  if (timbre == kTimbres.end()) return "--timbre cannot be '" + printableName(value) + "'; give sine, strings or organ";
  options.timbre = static_cast<core::Timbre>(timbre - kTimbres.begin());
  return {};
}

std::string toneProblem(const Options& options) {
  if (options.tones.empty()) {
    return (options.isGiven("timbre"_option) ? "--timbre" : "--tone-level") +
           std::string(" needs --tone NOTE, what is played; add it");
  }
  constexpr std::array kListening = {"input"_option,  "replay"_option, "demo"_option,     "device"_option,
                                     "api"_option,    "assert"_option, "fft"_option,      "window"_option,
                                     "status"_option, "record"_option, "partials"_option, "waveform"_option,
                                     "serve"_option,  "osc"_option,    "midi-out"_option};
  const auto* const listening =
      std::ranges::find_if(kListening, [&](std::size_t other) { return options.isGiven(other); });
  std::size_t other = listening == kListening.end() ? kOptionCount : *listening;
  for (std::size_t i = 0; i < kRecordKinds.size(); ++i) {
    if (options.isGiven(kFirstRecordKind + i)) other = kFirstRecordKind + i;
  }
  if (other < kOptionCount) {
    return "--tone and " + optionName(other) +
           " exclude each other, because the first only plays and listens to nothing; leave one out";
  }
  if (options.tones.size() > core::kMaxToneNotes) return "--tone has too many notes; give up to 16";
  const core::Tuning tuning(analysis::tuningSettingsOf(options.settings));
  for (const std::string& text : options.tones) {
    if (!toneNote(text, tuning)) {
      return "--tone cannot be '" + printableName(text) +
             "'; give notes such as A4, C#5 or Bb3, or frequencies from 8 to 20000 Hz";
    }
  }
  return {};
}

}  // namespace tunescope::cli
