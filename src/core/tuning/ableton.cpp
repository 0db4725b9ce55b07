// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/ableton.h"

#include "core/tuning/decimal.h"

#include <algorithm>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr std::string_view kPrefix = "@ABL";
constexpr int kMaxAbletonOctave = 1000;

// Words separated by blanks; a word in double quotes may contain blanks. Nothing if a quote is not closed.
std::optional<std::vector<std::string>> wordsOf(std::string_view text) {
  std::vector<std::string> words;
  while (!(text = stripped(text)).empty()) {
    const bool isQuoted = text.front() == '"';
    if (isQuoted) text.remove_prefix(1);
    const std::size_t end = isQuoted ? text.find('"') : std::min(text.find_first_of(" \t"), text.size());
    if (end == std::string_view::npos) return std::nullopt;
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(isQuoted ? end + 1 : end);
  }
  return words;
}

std::optional<int> wholeOf(std::string_view text, int low, int high) {
  const auto value = parseDecimal(text);
  const bool isWhole = value && *value == std::floor(*value) && text.find('.') == std::string_view::npos;
  if (!isWhole || *value < low || *value > high) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<double> frequencyOf(std::string_view text) {
  const auto value = parseDecimal(text);
  return value && *value >= kMinReferenceHz && *value <= kMaxReferenceHz ? value : std::nullopt;
}

std::string takeReference(const std::vector<std::string>& words, ScaleFile& file) {
  if (words.size() != 3) return "REFERENCE_PITCH needs an octave, the index of a note and its frequency";
  const auto octave = wholeOf(words[0], -kMaxAbletonOctave, kMaxAbletonOctave);
  const int notes = static_cast<int>(file.scale.cents.size());
  const auto degree = wholeOf(words[1], 0, notes - 1);
  const auto hertz = frequencyOf(words[2]);
  if (!octave) return "the octave of REFERENCE_PITCH is no whole number";
  if (!degree) return "the note of REFERENCE_PITCH is none of 0 to " + std::to_string(notes - 1);
  if (!hertz) return "the frequency of REFERENCE_PITCH is none from 8 to 16000 Hz";
  file.reference = ScaleReference{.octave = *octave, .degree = *degree, .hertz = *hertz};
  return {};
}

std::string takeNames(std::vector<std::string> words, ScaleFile& file) {
  const std::size_t notes = file.scale.cents.size();
  if (words.size() != notes) {
    return "NOTE_NAMES has " + std::to_string(words.size()) + " names, and the scale " + std::to_string(notes) +
           " notes";
  }
  file.scale.names = std::move(words);
  return {};
}

std::string checkFrequencies(const std::vector<std::string>& words) {
  const bool isOne = words.size() == 1 || words.size() == 2;
  const bool areNumbers =
      std::ranges::all_of(words, [](const std::string& word) { return parseDecimal(word).value_or(-1) > 0; });
  return isOne && areNumbers ? "" : "NOTE_RANGE_BY_FREQUENCY needs one or two frequencies";
}

std::string checkIndices(const std::vector<std::string>& words) {
  const bool isOne = words.size() == 2 || words.size() == 4;
  const bool areNumbers = std::ranges::all_of(
      words, [](const std::string& word) { return wholeOf(word, -kMaxAbletonOctave, 10000).has_value(); });
  return isOne && areNumbers ? "" : "NOTE_RANGE_BY_INDEX needs an octave and a note, once or twice";
}

}  // namespace

bool isAbletonLine(std::string_view line) noexcept {
  if (!line.starts_with('!')) return false;
  const std::string_view text = stripped(line.substr(1));
  return text.starts_with(kPrefix) && text.substr(kPrefix.size()).find_first_of(" \t") == 0;
}

std::optional<TextProblem> applyAbletonLine(const TextLine& line, ScaleFile& file) {
  std::string_view text = stripped(stripped(line.text.substr(1)).substr(kPrefix.size()));
  const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
  const std::string_view directive = text.substr(0, end);
  text.remove_prefix(end);
  const bool isKnown =
      directive == "REFERENCE_PITCH" || directive == "NOTE_NAMES" || directive.starts_with("NOTE_RANGE_BY_");
  if (!isKnown) return std::nullopt;
  const auto words = wordsOf(text);
  std::string problem;
  if (!words) {
    problem = "a quote of " + std::string(directive) + " is not closed";
  } else if (directive == "REFERENCE_PITCH") {
    problem = takeReference(*words, file);
  } else if (directive == "NOTE_NAMES") {
    problem = takeNames(*words, file);
  } else {
    problem = directive == "NOTE_RANGE_BY_INDEX" ? checkIndices(*words) : checkFrequencies(*words);
  }
  if (problem.empty()) return std::nullopt;
  return TextProblem{line.number, problem};
}

}  // namespace tunescope::core
