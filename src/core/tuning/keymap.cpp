// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/keymap.h"

#include "core/tuning/decimal.h"
#include "core/tuning/tuning.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tunescope::core {

namespace {

constexpr int kMaxKeymapKey = 1000;
constexpr int kMaxKeymapEntries = 10000;
constexpr int kMaxKeymapDegree = 100000;
constexpr int kReferenceDecimals = 6;   // written to the text
constexpr std::size_t kHeadValues = 7;  // before the entries
constexpr std::size_t kFirstKeyValue = 1, kReferenceKeyValue = 4;

int floorQuotient(int value, int divisor) noexcept {
  return value / divisor - (value % divisor < 0 ? 1 : 0);
}

// The first word of a line; a blank or an exclamation mark ends it.
std::string_view firstWord(std::string_view line) noexcept {
  const std::string_view text = stripped(line);
  return text.substr(0, text.find_first_of(" \t!"));
}

std::optional<int> wholeNumber(std::string_view word, int low, int high) {
  const auto value = parseDecimal(word);
  if (!value || word.find('.') != std::string_view::npos || *value < low || *value > high) return std::nullopt;
  return static_cast<int>(*value);
}

bool isNoValue(const TextLine& line) noexcept {
  return line.text.starts_with('!') || isBlank(line.text);
}

class KeymapReader {
 public:
  std::variant<Keymap, TextProblem> read(std::string_view bytes) {
    if (auto problem = tuningTextProblem(bytes)) return *std::move(problem);
    const std::string text = decodedText(bytes);
    const std::vector<TextLine> lines = linesOf(text);
    for (const TextLine& line : lines) {
      if (line.text.starts_with('!')) continue;
      if (isBlank(line.text)) {
        if (m_blankLine == 0) m_blankLine = line.number;
        continue;
      }
      if (m_blankLine != 0)
        return TextProblem{m_blankLine, "a blank line stands where a value should be; each line has one value"};
      if (auto problem = take(line)) return *std::move(problem);
    }
    const int lastLine = lines.empty() ? 1 : lines.back().number;
    if (m_values < kHeadValues) return TextProblem{lastLine, "the " + nameOf(m_values) + " is missing"};
    if (m_keymap.firstKey > m_keymap.lastKey) return TextProblem{m_lastKeyLine, "the last key is below the first one"};
    if (compactKeymap(bytes).size() > kMaxTuningTextBytes)
      return TextProblem{lastLine, "it is larger than 128 KiB without its comments"};
    m_keymap.entries.resize(m_size);  // missing entries at the end are not mapped
    return std::move(m_keymap);
  }

 private:
  static std::string nameOf(std::size_t value) {
    static constexpr std::array<const char*, kHeadValues> kNames{"size of the map",
                                                                 "first key",
                                                                 "last key",
                                                                 "middle key",
                                                                 "reference key",
                                                                 "reference frequency",
                                                                 "degree of the formal octave"};
    return kNames[value];
  }

  std::optional<TextProblem> take(const TextLine& line) {
    const std::string_view word = firstWord(line.text);
    if (m_values < kHeadValues) return takeHead(line, word);
    if (m_keymap.entries.size() == m_size) {
      return TextProblem{
          line.number, quotedPart(line.text) + " is one entry more than the " + std::to_string(m_size) + " announced"};
    }
    const bool isUnmapped = word == "x" || word == "X";
    const auto degree = wholeNumber(word, -kMaxKeymapDegree, kMaxKeymapDegree);
    if (!isUnmapped && !degree)
      return TextProblem{line.number,
                         quotedPart(line.text) + " is no degree; give a whole number, or x for a key without"};
    m_keymap.entries.push_back(degree);
    return std::nullopt;
  }

  std::optional<TextProblem> takeHead(const TextLine& line, std::string_view word) {
    const std::size_t value = m_values++;
    const auto wrong = [&](const char* what) {
      return TextProblem{line.number, quotedPart(line.text) + " is no " + nameOf(value) + "; give " + what};
    };
    if (value == 5) {
      const auto hertz = parseDecimal(word);
      if (!hertz || *hertz < kMinReferenceHz || *hertz > kMaxReferenceHz) return wrong("8 to 16000 Hz");
      m_keymap.referenceHz = *hertz;
      return std::nullopt;
    }
    if (value == 0 || value == 6) {
      const auto number = wholeNumber(word, 0, value == 0 ? kMaxKeymapEntries : kMaxKeymapDegree);
      if (!number) return wrong(value == 0 ? "a whole number up to 10000" : "a whole number from 0 on");
      if (value == 0) m_size = static_cast<std::size_t>(*number);
      if (value == 6) m_keymap.octaveDegree = *number;
      return std::nullopt;
    }
    const auto key = wholeNumber(word, -kMaxKeymapKey, kMaxKeymapKey);
    if (!key) return wrong("the number of a key");
    const std::array<int*, 4> keys{&m_keymap.firstKey, &m_keymap.lastKey, &m_keymap.middleKey, &m_keymap.referenceKey};
    *keys[value - 1] = *key;
    if (value == 2) m_lastKeyLine = line.number;
    return std::nullopt;
  }

  Keymap m_keymap;
  std::size_t m_values = 0;
  std::size_t m_size = 0;
  int m_lastKeyLine = 0;
  int m_blankLine = 0;
};

}  // namespace

std::optional<Keymap::Place> Keymap::placeOf(int key) const noexcept {
  const int above = key - middleKey;
  if (entries.empty()) return Place{.degree = above, .turns = 0};
  const int size = static_cast<int>(entries.size());
  const int turns = floorQuotient(above, size);
  const std::optional<int> entry = entries[static_cast<std::size_t>(above - turns * size)];
  return entry ? std::optional(Place{.degree = *entry, .turns = turns}) : std::nullopt;
}

int Keymap::octaveOf(const Scale& scale) const noexcept {
  return octaveDegree > 0 ? octaveDegree : static_cast<int>(scale.cents.size());
}

std::optional<int> Keymap::degreeOf(int key, const Scale& scale) const noexcept {
  const std::optional<Place> place = placeOf(key);
  return place ? std::optional(place->degree + place->turns * octaveOf(scale)) : std::nullopt;
}

std::variant<Keymap, TextProblem> readKeymap(std::string_view bytes) {
  return KeymapReader().read(bytes);
}

std::string compactKeymap(std::string_view bytes) {
  const std::string text = decodedText(bytes);
  std::string compact;
  for (const TextLine& line : linesOf(text)) {
    if (!isNoValue(line)) compact += std::string(firstWord(line.text)) + "\n";
  }
  return compact;
}

std::string keymapText(const Keymap& keymap) {
  std::string text;
  const auto add = [&text](const std::string& value) { text += value + "\n"; };
  add(std::to_string(keymap.entries.size()));
  for (const int key : {keymap.firstKey, keymap.lastKey, keymap.middleKey, keymap.referenceKey})
    add(std::to_string(key));
  add(fixedDecimal(keymap.referenceHz, kReferenceDecimals));
  add(std::to_string(keymap.octaveDegree));
  for (const std::optional<int>& entry : keymap.entries) add(entry ? std::to_string(*entry) : "x");
  return text;
}

std::optional<KeymapMisfit> keymapMisfit(const Keymap& keymap, const Scale& scale) {
  const std::string reference = "its reference key " + std::to_string(keymap.referenceKey);
  if (!keymap.placeOf(keymap.referenceKey)) return KeymapMisfit{kReferenceKeyValue, reference + " is not mapped"};
  const auto notes = static_cast<int>(scale.cents.size());
  const auto isIn = [&](const std::optional<int>& degree) {
    return degree && (scale.isRepeating() || (*degree >= 0 && *degree < notes));
  };
  if (!scale.isRepeating()) {
    const auto isMissing = [&](const std::optional<int>& degree) { return degree && !isIn(degree); };
    const auto missing = std::ranges::find_if(keymap.entries, isMissing);
    if (missing != keymap.entries.end()) {
      return KeymapMisfit{kHeadValues + static_cast<std::size_t>(missing - keymap.entries.begin()),
                          "degree " + std::to_string(missing->value_or(0)) +
                              " is not in the scale, which does not repeat and has degrees 0 to " +
                              std::to_string(notes - 1)};
    }
    if (!isIn(keymap.degreeOf(keymap.referenceKey, scale))) {
      return KeymapMisfit{kReferenceKeyValue, reference + " is outside of the scale, which does not repeat"};
    }
  }
  for (int key = keymap.firstKey; key <= keymap.lastKey; ++key) {
    if (isIn(keymap.degreeOf(key, scale))) return std::nullopt;
  }
  return KeymapMisfit{kFirstKeyValue, "no key from " + std::to_string(keymap.firstKey) + " to " +
                                          std::to_string(keymap.lastKey) + " is mapped"};
}

std::optional<TextProblem> keymapProblem(std::string_view bytes, const Keymap& keymap, const Scale& scale) {
  const auto misfit = keymapMisfit(keymap, scale);
  if (!misfit) return std::nullopt;
  const std::string text = decodedText(bytes);
  int last = 1;
  std::size_t value = 0;
  for (const TextLine& line : linesOf(text)) {
    if (isNoValue(line)) continue;
    last = line.number;
    if (value++ == misfit->value) break;
  }
  return TextProblem{last, "it does not fit the scale, because " + misfit->reason};
}

}  // namespace tunescope::core
