// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/notename.h"

#include <array>
#include <charconv>

namespace tunescope::core {

namespace {

constexpr int kKeys = 12;
constexpr int kHighestMidi = 127;

constexpr std::array<NoteSpelling, kKeys> kSharpNames = [] {
  constexpr std::string_view kLetters = "CCDDEFFGGAAB";
  std::array<NoteSpelling, kKeys> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i].letter = kLetters[i];
    names[i].accidental = i > 0 && kLetters[i] == kLetters[i - 1] ? Accidental::Sharp : Accidental::Natural;
  }
  return names;
}();

constexpr std::array<const char*, 7> kLatinLetters{"La", "Si", "Do", "Re", "Mi", "Fa", "Sol"};  // A to G

int floorDivide(int value, int divisor) noexcept {
  const int quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}

bool takePrefix(std::string_view& text, std::string_view prefix) noexcept {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// All of the text as a whole number without sign.
std::optional<int> parseDigits(std::string_view text) noexcept {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Semitones above C of a letter in either case.
std::optional<int> parseLetter(char letter) noexcept {
  constexpr std::array<int, 7> kSemitonesAboveC{9, 11, 0, 2, 4, 5, 7};  // A to G
  const int index = (letter >= 'a' && letter <= 'g') ? letter - 'a' : letter - 'A';
  if (index < 0 || index >= static_cast<int>(kSemitonesAboveC.size())) return std::nullopt;
  return kSemitonesAboveC[static_cast<std::size_t>(index)];
}

int takeAccidental(std::string_view& text) noexcept {
  if (takePrefix(text, "#") || takePrefix(text, "\u266F")) return 1;                            // ♯
  if (takePrefix(text, "b") || takePrefix(text, "B") || takePrefix(text, "\u266D")) return -1;  // ♭
  takePrefix(text, "\u266E");                                                                   // ♮
  return 0;
}

std::optional<int> inMidiRange(int midi) noexcept {
  return midi >= 0 && midi <= kHighestMidi ? std::optional<int>(midi) : std::nullopt;
}

}  // namespace

NoteSpelling spellKey(int midi) noexcept {
  const int octave = floorDivide(midi, kKeys);
  NoteSpelling spelling = kSharpNames[static_cast<std::size_t>(midi - octave * kKeys)];
  spelling.octave = octave - 1;
  return spelling;
}

NoteText noteText(const NoteSpelling& spelling, Notation notation) {
  NoteText text{.letter = {spelling.letter}, .accidental = spelling.accidental, .octave = spelling.octave};
  const auto is = [&spelling](char letter, Accidental accidental) {
    return spelling.letter == letter && spelling.accidental == accidental;
  };
  switch (notation) {
    case Notation::English:
      break;
    case Notation::German:  // the note under C is H, and B is the one between A and H
      if (is('A', Accidental::Sharp) || is('B', Accidental::Flat)) {
        text.letter = "B";
        text.accidental = Accidental::Natural;
      } else if (spelling.letter == 'B') {
        text.letter = "H";
      }
      break;
    case Notation::Latin:
      text.letter = kLatinLetters[static_cast<std::size_t>(spelling.letter - 'A')];
      break;
  }
  return text;
}

std::string asciiNoteName(const NoteSpelling& spelling, Notation notation) {
  const NoteText text = noteText(spelling, notation);
  const char* accidental = "";
  if (text.accidental == Accidental::Sharp) accidental = "#";
  if (text.accidental == Accidental::Flat) accidental = "b";
  return text.letter + accidental + std::to_string(text.octave);
}

std::optional<int> parseNoteName(std::string_view text) {
  text = trimmed(text);
  if (const auto number = parseDigits(text)) return inMidiRange(*number);
  if (text.empty()) return std::nullopt;
  const std::optional<int> letter = parseLetter(text.front());
  if (!letter) return std::nullopt;
  text.remove_prefix(1);
  const int accidental = takeAccidental(text);
  const bool negative = takePrefix(text, "-") || takePrefix(text, "\u2212");  // − is the minus sign
  const std::optional<int> octave = parseDigits(text);
  if (!octave || *octave > kHighestMidi) return std::nullopt;
  return inMidiRange(kKeys * ((negative ? -*octave : *octave) + 1) + *letter + accidental);
}

}  // namespace tunescope::core
