// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/instrument.h"

#include "core/tuning/decimal.h"
#include "core/tuning/notename.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tunescope::core {

namespace {

#define INSTRUMENT(id, title, source, strings, transposition) Instrument{id, title, source, strings, transposition},
constexpr Instrument kInstruments[] = {
#include "instruments.inc"
};
#undef INSTRUMENT

constexpr std::size_t kMaxTitleBytes = 60;
constexpr int kMaxTransposition = 48;
constexpr std::string_view kTranspose = "transpose";
constexpr std::string_view kOwnSource = "described by the user";

// Takes the next word off the text; empty at its end.
std::string_view takeWord(std::string_view& text) noexcept {
  text = stripped(text);
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

// A note with its octave; a MIDI number does not count.
bool isStringNote(std::string_view name) {
  const auto midi = parseNoteName(name);
  return midi && *midi >= 0 && *midi <= 127 && (name.front() < '0' || name.front() > '9');
}

std::string stringsProblem(std::string_view strings) {
  std::size_t count = 0;
  for (std::string_view word = takeWord(strings); !word.empty(); word = takeWord(strings)) {
    const std::size_t plus = word.find('+');
    const bool isCourse = plus != std::string_view::npos;
    const bool isNote = isStringNote(word.substr(0, plus)) && (!isCourse || isStringNote(word.substr(plus + 1)));
    if (!isNote) return quotedPart(word) + " is no note; give notes such as E2, Bb3, or E2+E3 for a course of two";
    if (++count > kMaxInstrumentStrings)
      return "it has more than " + std::to_string(kMaxInstrumentStrings) + " strings";
  }
  return {};
}

std::optional<int> readTransposition(std::string_view text) {
  if (takeWord(text) != kTranspose) return std::nullopt;
  const std::string_view word = takeWord(text);
  const auto value = parseDecimal(word);
  const bool isWhole = value && word.find('.') == std::string_view::npos && std::abs(*value) <= kMaxTransposition;
  return isWhole && stripped(text).empty() ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

}  // namespace

std::span<const Instrument> instruments() noexcept {
  return kInstruments;
}

const Instrument* findInstrument(std::string_view id) noexcept {
  const auto* found = std::ranges::find(kInstruments, id, &Instrument::id);
  return found != std::end(kInstruments) ? found : nullptr;
}

std::variant<Instrument, std::string> parseInstrument(std::string_view line) {
  const std::size_t colon = line.find(':');
  Instrument instrument;
  instrument.id = line;
  instrument.title = stripped(line.substr(0, colon));
  instrument.source = kOwnSource;
  if (colon == std::string_view::npos || instrument.title.empty()) {
    return "it has no name; write the name, a colon, and the strings, such as My lute: G2 C3 F3 A3 D4 G4";
  }
  if (instrument.title.size() > kMaxTitleBytes)
    return "its name is longer than " + std::to_string(kMaxTitleBytes) + " bytes";
  const auto isControl = [](char c) { return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 0x7f; };
  if (!isUtf8(line) || std::ranges::any_of(line, isControl)) return "it has control characters, or is not UTF-8";
  std::string_view rest = line.substr(colon + 1);
  const std::size_t semicolon = rest.find(';');
  const bool hasOnlyTransposition = stripped(rest).starts_with(kTranspose);
  if (!hasOnlyTransposition) {
    instrument.strings = stripped(rest.substr(0, semicolon));
    if (auto problem = stringsProblem(instrument.strings); !problem.empty()) return problem;
    rest = semicolon == std::string_view::npos ? std::string_view() : rest.substr(semicolon + 1);
  }
  if (instrument.strings.empty() && stripped(rest).empty()) return "it has neither strings nor a transposition";
  if (stripped(rest).empty()) return instrument;
  const auto transposition = readTransposition(rest);
  if (!transposition) return quotedPart(stripped(rest)) + " is no transposition; give one such as transpose 7";
  instrument.transposition = *transposition;
  return instrument;
}

std::optional<Instrument> instrumentOf(std::string_view text) {
  if (const Instrument* known = findInstrument(text)) return *known;
  auto own = parseInstrument(text);
  return std::holds_alternative<Instrument>(own) ? std::optional(std::get<Instrument>(own)) : std::nullopt;
}

std::variant<std::vector<std::string>, TextProblem> readInstruments(std::string_view bytes) {
  if (bytes.size() > kMaxTuningTextBytes) return TextProblem{0, "it is larger than 128 KiB"};
  if (bytes.find('\0') != std::string_view::npos) return TextProblem{0, "it is no text"};
  const std::string text = decodedText(bytes);
  std::vector<std::string> lines;
  for (const TextLine& line : linesOf(text)) {
    const std::string_view content = stripped(line.text);
    if (content.empty() || content.starts_with('#')) continue;
    const auto read = parseInstrument(content);
    if (const auto* problem = std::get_if<std::string>(&read)) return TextProblem{line.number, *problem};
    if (lines.size() == kMaxOwnInstruments)
      return TextProblem{line.number, "it has more than 500 instruments; cut it into files of up to 500"};
    lines.emplace_back(content);
  }
  if (lines.empty()) return TextProblem{0, "it has no instrument"};
  return lines;
}

std::vector<InstrumentString> stringsOf(const Instrument& instrument) {
  std::vector<InstrumentString> strings;
  std::string_view rest = instrument.strings;
  for (std::string_view course = takeWord(rest); !course.empty(); course = takeWord(rest)) {
    InstrumentString string;
    string.name = course.substr(0, course.find('+'));
    if (const auto midi = parseNoteName(string.name)) string.midi.push_back(*midi);
    const std::size_t plus = course.find('+');
    if (plus != std::string_view::npos) {
      if (const auto midi = parseNoteName(course.substr(plus + 1))) string.midi.push_back(*midi);
    }
    strings.push_back(std::move(string));
  }
  for (std::size_t i = 0; i < strings.size(); ++i) strings[i].number = static_cast<int>(strings.size() - i);
  return strings;
}

}  // namespace tunescope::core
