// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "analysis/setting.h"
#include "audio/capturetypes.h"
#include "core/pitch/mains.h"
#include "core/tuning/notename.h"
#include "core/tuning/tuning.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <string_view>

// The one table of settings. A new setting is a member and a row here, and the code that obeys it: options of the
// command line, keys of an address, recordings, the window's file, --help and the check of docs/cli.md follow.
// Thread: any. Realtime-safe: lock-free.
namespace tunescope::analysis {

inline constexpr double kAnyLevelDb = -200;  // no sensitivity: what is quieter than any sound can be a note

// What readings depend on: a recording keeps these, from the sample on from which they held.
struct AnalysisSettings {
  double a4Hz = core::kDefaultA4Hz;
  double minHz = 25;
  double maxHz = 5000;
  double clockPpm = 0;  // how much too fast the device's clock runs: allowed for in the pitch
  core::Mains mains = core::Mains::Found;
  double sensitivityDb = kAnyLevelDb;  // dBFS (RMS) under which nothing is a note
  audio::ChannelChoice channel{};      // that is analysed, from where the frames hold it on

  bool operator==(const AnalysisSettings&) const = default;
};

// The same and what only the display depends on. Each member's initial value is the setting's default.
struct Settings : AnalysisSettings {
  core::Notation notation = core::Notation::English;

  bool operator==(const Settings&) const = default;
};

inline constexpr std::array<std::string_view, 4> kMainsWords = {"found", "50", "60", "off"};
inline constexpr std::array<std::string_view, 3> kNotationWords = {"english", "german", "latin"};

inline constexpr std::array kSettings = {
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
    Setting{.name = "notation",
            .valueName = "NAME",
            .help = "english, german or latin note names",
            .choice = choiceOf<&Settings::notation>(),
            .words = kNotationWords,
            .windowKey = "notation",
            .isCommon = true},
    Setting{.name = "clock-ppm",
            .valueName = "PPM",
            .help = "clock error to correct the pitch by",
            .number = &Settings::clockPpm,
            .range = {-10000, 10000, "ppm"},
            .header = {.key = "clockPpm", .decimals = 3},
            .recordingKey = "clockPpm"},
    Setting{.name = "min-hz",
            .valueName = "HZ",
            .help = "lowest pitch searched for",
            .number = &Settings::minHz,
            .range = {10, 20000, "Hz"},
            .recordingKey = "minHz",
            .isInAddress = true,
            .needsNewEngine = true},
    Setting{.name = "max-hz",
            .valueName = "HZ",
            .help = "highest pitch searched for",
            .number = &Settings::maxHz,
            .range = {10, 20000, "Hz"},
            .recordingKey = "maxHz",
            .isInAddress = true,
            .needsNewEngine = true},
    Setting{.name = "mains",
            .valueName = "50|60|off",
            .help = "mains hum to remove",
            .choice = choiceOf<&Settings::mains>(),
            .words = kMainsWords,
            .defaultText = "whichever is found",
            .advice = "50 or 60 for that hum, off for none, or leave it out to have it found",
            .recordingKey = "mains",
            .isInAddress = true,
            .needsNewEngine = true},
    Setting{.name = "sensitivity",
            .valueName = "DB",
            .help = "level below which nothing is a note",
            .number = &Settings::sensitivityDb,
            .range = {kAnyLevelDb, 0, "dBFS"},
            .header = {.key = "sensitivityDb"},
            .recordingKey = "sensitivityDb",
            .isInAddress = true},
};

// Rows of the table, by their places in it.
using SettingSet = std::bitset<kSettings.size()>;

// The place of that row; a name that none has does not compile.
consteval std::size_t settingIndex(std::string_view name) {
  std::size_t i = 0;
  while (i < kSettings.size() && kSettings[i].name != name) ++i;
  return i < kSettings.size() ? i : throw "no such setting";
}

inline bool isSame(const Setting& row, const Settings& a, const Settings& b) {
  return row.number != nullptr ? a.*row.number == b.*row.number : row.choice.value(a) == row.choice.value(b);
}

// Lays some settings over others: those rows of over hold, of the rest under. One function for --replay (over what was
// recorded), the command line and an address (over what the window remembers).
inline void overlay(Settings& under, const Settings& over, const SettingSet& rows) {
  for (std::size_t i = 0; i < kSettings.size(); ++i) {
    if (!rows[i]) continue;
    const Setting& row = kSettings[i];
    if (row.number != nullptr) under.*row.number = over.*row.number;
    if (row.number == nullptr) row.choice.choose(under, row.choice.value(over));
  }
}

inline bool needsNewEngine(const AnalysisSettings& before, const AnalysisSettings& after) {
  return std::any_of(kSettings.begin(), kSettings.end(), [&](const Setting& row) {
    return row.needsNewEngine && !isSame(row, Settings{before}, Settings{after});
  });
}

}  // namespace tunescope::analysis
