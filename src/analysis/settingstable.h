// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/displayrows.h"
#include "analysis/meterrows.h"
#include "analysis/tuningrows.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <string_view>

// The table of settings. A new setting is a member in settings.h, a row here and the code that obeys it; its option,
// the key of the web address, recordings, the window's file, --help and the check of docs/cli.md
// follow from the row. Thread: any. Realtime-safe: lock-free.
namespace tunescope::analysis {

inline constexpr std::array<std::string_view, 4> kMainsWords = {"found", "50", "60", "off"};

inline constexpr std::array kMainSettings = {
    Setting{.name = "a4",
            .valueName = "HZ",
            .help = "concert pitch",
            .number = &Settings::a4Hz,
            .range = {core::kMinA4Hz, core::kMaxA4Hz, "Hz", 2},
            .header = {.key = "a4", .isAlways = true},
            .recordingKey = "a4Hz",
            .windowKey = "a4Hz",
            .isCommon = true,
            .isInAddress = true},
    Setting{.name = "clock-ppm",
            .valueName = "PPM",
            .help = "clock error to correct the pitch by",
            .number = &Settings::clockPpm,
            .range = {-10000, 10000, "ppm"},
            .header = {.key = "clockPpm", .decimals = 3},
            .recordingKey = "clockPpm"},
    Setting{.name = "min-hz",
            .valueName = "HZ",
            .help = "lowest pitch to search for",
            .number = &Settings::minHz,
            .range = {10, 20000, "Hz", 1},
            .recordingKey = "minHz",
            .windowKey = "minHz",
            .isInAddress = true,
            .needsNewEngine = true},
    Setting{.name = "max-hz",
            .valueName = "HZ",
            .help = "highest pitch to search for",
            .number = &Settings::maxHz,
            .range = {10, 20000, "Hz", 1},
            .recordingKey = "maxHz",
            .windowKey = "maxHz",
            .isInAddress = true,
            .needsNewEngine = true},
    Setting{.name = "mains",
            .valueName = "50|60|off",
            .help = "mains hum to remove",
            .choice = choiceOf<&Settings::mains>(),
            .words = kMainsWords,
            .defaultText = "the one that is found",
            .advice = "50 or 60 for that hum, off for none, or leave it out to have it found",
            .recordingKey = "mains",
            .windowKey = "mains",
            .isInAddress = true,
            .needsNewEngine = true},
    Setting{.name = "sensitivity",
            .valueName = "DB",
            .help = "minimum level of a note",
            .number = &Settings::sensitivityDb,
            .range = {kAnyLevelDb, 0, "dBFS"},
            .header = {.key = "sensitivityDb"},
            .recordingKey = "sensitivityDb",
            .windowKey = "sensitivityDb",
            .isInAddress = true},
};

// All rows, those of the other headers included.
inline constexpr std::array kSettings = [] {
  std::array<Setting, kMainSettings.size() + kMeterSettings.size() + kTuningSettings.size() + kDisplaySettings.size()>
      rows;
  auto end = std::copy(kMainSettings.begin(), kMainSettings.end(), rows.begin());
  end = std::copy(kMeterSettings.begin(), kMeterSettings.end(), end);
  end = std::copy(kTuningSettings.begin(), kTuningSettings.end(), end);
  std::copy(kDisplaySettings.begin(), kDisplaySettings.end(), end);
  return rows;
}();

// Rows of the table, by index.
using SettingSet = std::bitset<kSettings.size()>;

// The index of that row; an unknown name does not compile.
consteval std::size_t settingIndex(std::string_view name) {
  std::size_t i = 0;
  while (i < kSettings.size() && kSettings[i].name != name) ++i;
  return i < kSettings.size() ? i : throw "no such setting";
}

// False if no value has that word.
inline bool setWord(const Setting& row, Settings& settings, std::string_view word) {
  if (row.text.member != nullptr) {
    const bool isValid = row.text.isValid(word);
    if (isValid) settings.*row.text.member = word;
    return isValid;
  }
  const auto found = std::find(row.words.begin(), row.words.end(), word);
  if (found != row.words.end()) row.choice.choose(settings, static_cast<std::size_t>(found - row.words.begin()));
  return found != row.words.end();
}

// The value of a setting that is not a number; valid as long as settings.
inline std::string_view wordOf(const Setting& row, const Settings& settings) {
  return row.text.member != nullptr ? std::string_view(settings.*row.text.member)
                                    : row.words[row.choice.value(settings)];
}

inline bool isSame(const Setting& row, const Settings& a, const Settings& b) {
  return row.number != nullptr ? a.*row.number == b.*row.number : wordOf(row, a) == wordOf(row, b);
}

// Combines settings: the rows of held come from over, the rest from under. Used by --replay (over the recorded
// settings), the command line and the web address (over those that the window remembers).
inline void overlay(Settings& under, const Settings& over, const SettingSet& rows) {
  // Of several settings that mean the same thing, the given one holds.
  if (rows[settingIndex("a4")]) under.reference.clear();
  if (rows[settingIndex("temperament")] || rows[settingIndex("scale")]) under.keymap.clear();
  if (rows[settingIndex("temperament")]) under.scale.clear();
  for (std::size_t i = 0; i < kSettings.size(); ++i) {
    if (!rows[i]) continue;
    const Setting& row = kSettings[i];
    if (row.number != nullptr) under.*row.number = over.*row.number;
    if (row.number == nullptr) setWord(row, under, wordOf(row, over));
  }
  const bool hasOther = rows[settingIndex("reference")] || rows[settingIndex("keymap")];
  if (rows[settingIndex("a4")] && !hasOther) setA4(under, under.a4Hz);  // over a scale's own or a map's
}

// Whether the range contains any pitch.
inline bool hasRange(const AnalysisSettings& settings) {
  return settings.minHz < settings.maxHz;
}

inline bool needsNewEngine(const AnalysisSettings& before, const AnalysisSettings& after) {
  return std::any_of(kSettings.begin(), kSettings.end(), [&](const Setting& row) {
    return row.needsNewEngine && !isSame(row, Settings{before}, Settings{after});
  });
}

}  // namespace tunescope::analysis
