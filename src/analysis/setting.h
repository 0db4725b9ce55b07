// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>

// What a row of the table of settings consists of (settingstable.h). Thread: any. Realtime-safe: lock-free.
namespace tunescope::analysis {

struct Settings;

struct NumberRange {
  double min = 0, max = 0;  // both included
  std::string_view unit;
  int decimals = 0;  // that the window keeps
};

// Access to an enumeration whose values count from 0: words has one for each.
struct Choice {
  std::size_t (*value)(const Settings&) = nullptr;
  void (*choose)(Settings&, std::size_t value) = nullptr;
};

template <auto Member>
constexpr Choice choiceOf() {
  return {[](const Settings& settings) { return static_cast<std::size_t>(settings.*Member); },
          [](Settings& settings, std::size_t value) {
            settings.*Member = static_cast<std::remove_reference_t<decltype(settings.*Member)>>(value);
          }};
}

// In the header of JSON.
struct HeaderKey {
  std::string_view key;   // empty: not there
  int decimals = 0;       // 0: as many as it needs, at least one
  bool isAlways = false;  // also where the setting has its default
};

// One setting: a number (number, range) or a choice (choice, words). An empty key: it is not kept there.
struct Setting {
  std::string_view name;       // --name, and the key in the web app's address
  std::string_view valueName;  // "HZ"
  std::string_view help;       // --help adds the range and the default
  double Settings::*number = nullptr;
  NumberRange range{};
  Choice choice{};
  std::span<const std::string_view> words{};
  std::string_view defaultText{};  // of a default that cannot be given: it holds where the setting is left out
  std::string_view advice{};       // what can be given, where a list of the words would not explain it
  HeaderKey header{};
  std::string_view recordingKey{};  // in capture.jsonl
  std::string_view windowKey{};     // in the window's file
  bool isCommon = false;            // in --help; --help-all has all
  bool isInAddress = false;         // a key of the web app's address
  bool needsNewEngine = false;      // a change drops the history of the pitch
};

// In the range, and with the decimals that the window keeps.
inline double roundedNumber(const Setting& row, double value) {
  const double steps = std::pow(10.0, row.range.decimals);
  return std::clamp(std::round(value * steps) / steps, row.range.min, row.range.max);
}

// False where no value has that word.
inline bool setWord(const Setting& row, Settings& settings, std::string_view word) {
  const auto found = std::find(row.words.begin(), row.words.end(), word);
  if (found != row.words.end()) row.choice.choose(settings, static_cast<std::size_t>(found - row.words.begin()));
  return found != row.words.end();
}

inline std::string_view wordOf(const Setting& row, const Settings& settings) {
  return row.words[row.choice.value(settings)];
}

}  // namespace tunescope::analysis
