// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/ableton.h"

#include "core/tuning/decimal.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr std::string_view kPrefix = "@ABL";
constexpr int kMaxAbletonOctave = 1000;
constexpr int kMaxAbletonIndex = 10000;
constexpr double kMinRangeHz = 0.001, kMaxRangeHz = 1e6;
constexpr int kWrittenDecimals = 6;

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

std::string takeNames(const std::vector<std::string>& words, ScaleFile& file) {
  const std::size_t notes = file.scale.cents.size();
  if (words.size() != notes) {
    return "NOTE_NAMES has " + std::to_string(words.size()) + " names, and the scale " + std::to_string(notes) +
           " notes";
  }
  file.scale.names = words;
  return {};
}

std::string takeFrequencies(const std::vector<std::string>& words, ScaleFile& file) {
  constexpr const char* kProblem = "NOTE_RANGE_BY_FREQUENCY needs one or two frequencies from 0.001 to 1000000 Hz";
  if (words.empty() || words.size() > 2) return kProblem;
  std::vector<double> hertz;
  hertz.reserve(words.size());
  for (const std::string& word : words) {
    const auto value = parseDecimal(word);
    if (!value || *value < kMinRangeHz || *value > kMaxRangeHz) return kProblem;
    hertz.push_back(*value);
  }
  if (hertz.back() < hertz.front()) return "NOTE_RANGE_BY_FREQUENCY ends below where it begins";
  FrequencyRange range{.minHz = hertz.front(), .maxHz = {}};
  if (hertz.size() == 2) range.maxHz = hertz.back();
  file.origin.range = range;
  return {};
}

std::string takeIndices(const std::vector<std::string>& words, ScaleFile& file) {
  constexpr const char* kProblem = "NOTE_RANGE_BY_INDEX needs an octave and a note, once or twice";
  if (words.size() != 2 && words.size() != 4) return kProblem;
  std::vector<int> numbers;
  numbers.reserve(words.size());
  for (const std::string& word : words) {
    const auto value = wholeOf(word, -kMaxAbletonOctave, kMaxAbletonIndex);
    if (!value) return kProblem;
    numbers.push_back(*value);
  }
  const int notes = static_cast<int>(file.scale.cents.size());
  NoteRange range{.first = numbers[0] * notes + numbers[1], .last = {}};
  if (numbers.size() == 4) range.last = numbers[2] * notes + numbers[3];
  if (range.last && *range.last < range.first) return "NOTE_RANGE_BY_INDEX ends below where it begins";
  file.origin.range = range;
  return {};
}

// The whole line, which may be in quotes.
std::string takeText(std::string_view text) {
  const auto words = wordsOf(text);
  const std::string_view kept = words && words->size() == 1 ? std::string_view(words->front()) : text;
  return std::string(stripped(kept));
}

std::string inQuotes(const std::string& word) {
  return word.empty() || word.find_first_of(" \t") != std::string::npos ? '"' + word + '"' : word;
}

// An octave and a note within it.
std::string placeText(int note, int notes) {
  const int octave = note / notes - (note % notes < 0 ? 1 : 0);
  return std::to_string(octave) + " " + std::to_string(note - octave * notes);
}

std::string rangeText(const ScaleOrigin& origin, int notes) {
  if (const auto* hertz = std::get_if<FrequencyRange>(&origin.range)) {
    return "NOTE_RANGE_BY_FREQUENCY " + fixedDecimal(hertz->minHz, kWrittenDecimals) +
           (hertz->maxHz ? " " + fixedDecimal(*hertz->maxHz, kWrittenDecimals) : "");
  }
  const auto* range = std::get_if<NoteRange>(&origin.range);
  if (range == nullptr) return {};
  return "NOTE_RANGE_BY_INDEX " + placeText(range->first, notes) +
         (range->last ? " " + placeText(*range->last, notes) : "");
}

struct Taker {
  std::string_view directive;
  std::string (*take)(const std::vector<std::string>& words, ScaleFile& file);
};
constexpr std::array<Taker, 4> kTakers{{{"REFERENCE_PITCH", takeReference},
                                        {"NOTE_NAMES", takeNames},
                                        {"NOTE_RANGE_BY_FREQUENCY", takeFrequencies},
                                        {"NOTE_RANGE_BY_INDEX", takeIndices}}};

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
  if (directive == "SOURCE" || directive == "LINK") {
    (directive == "SOURCE" ? file.origin.source : file.origin.link) = takeText(text);
    return std::nullopt;
  }
  const auto taker = std::ranges::find(kTakers, directive, &Taker::directive);
  if (taker == kTakers.end()) return std::nullopt;
  const auto words = wordsOf(text);
  const std::string problem =
      words ? taker->take(*words, file) : "a quote of " + std::string(directive) + " is not closed";
  if (problem.empty()) return std::nullopt;
  return TextProblem{line.number, problem};
}

std::string abletonText(const Scale& scale, const std::optional<ScaleReference>& reference, const ScaleOrigin& origin) {
  std::string text;
  const auto add = [&text](const std::string& line) {
    if (!line.empty()) text.append("! ").append(kPrefix).append(" ").append(line).append("\n");
  };
  std::string names;
  for (const std::string& name : scale.names) names.append(" ").append(inQuotes(name));
  if (!names.empty()) add("NOTE_NAMES" + names);
  if (reference) {
    add("REFERENCE_PITCH " + std::to_string(reference->octave) + " " + std::to_string(reference->degree) + " " +
        fixedDecimal(reference->hertz, kWrittenDecimals));
  }
  add(rangeText(origin, static_cast<int>(scale.cents.size())));
  if (!origin.source.empty()) add("SOURCE " + origin.source);
  if (!origin.link.empty()) add("LINK " + origin.link);
  return text;
}

}  // namespace tunescope::core
