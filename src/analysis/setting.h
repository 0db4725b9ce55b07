// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/textfile.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

// The types of a row of the table of settings (settingstable.h). Thread: any. Realtime-safe: lock-free.
namespace tunescope::analysis {

struct Settings;

struct NumberRange {
  double min = 0, max = 0;  // both included
  std::string_view unit;
  int decimals = 0;  // kept by the window
  bool isWhole = false;
};

// Access to an enumeration whose values count from 0; words has one entry for each.
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

// A text, and its constraints.
struct Text {
  std::string Settings::*member = nullptr;
  bool (*isValid)(std::string_view text) = nullptr;
  // For a text that stores a file: takes the file's bytes, returns the stored text, or why it cannot be used.
  std::optional<core::TextProblem> (*takeFile)(std::string& bytes) = nullptr;
};

// How the header of JSON shows it.
struct HeaderKey {
  std::string_view key;   // empty: omitted
  int decimals = 0;       // 0: as many as it needs, at least one
  bool isAlways = false;  // also if the setting has its default
};

// One setting: a number (number, range), a choice (choice, words) or a text; a choice without valueName is a switch.
// An empty key: it is not stored there.
struct Setting {
  std::string_view name;       // --name, and the key in the web app's address
  std::string_view valueName;  // "HZ"
  std::string_view help;       // --help adds the range and the default
  double Settings::*number = nullptr;
  NumberRange range{};
  Choice choice{};
  std::span<const std::string_view> words{};
  Text text{};
  std::string_view defaultText{};  // describes a default that cannot be given as a value
  std::string_view advice{};       // the possible values, if a list of the words would not explain them
  HeaderKey header{};
  std::string_view recordingKey{};  // in capture.jsonl
  std::string_view windowKey{};     // in the window's file
  bool isCommon = false;            // in --help; --help-all has all
  bool isInAddress = false;         // can be set in the web app's address
  bool needsNewEngine = false;      // a change drops the history of the pitch
};

// Clamped to the range, rounded to the decimals that the window keeps.
inline double roundedNumber(const Setting& row, double value) {
  const double steps = std::pow(10.0, row.range.decimals);
  return std::clamp(std::round(value * steps) / steps, row.range.min, row.range.max);
}

}  // namespace tunescope::analysis
