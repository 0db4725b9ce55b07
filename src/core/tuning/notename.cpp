// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/notename.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tunescope::core {

namespace {

constexpr int kKeys = 12;
constexpr int kHighestMidi = 127;
constexpr int kMaxOctaveMarks = 20;  // more would not be readable

constexpr std::array<NoteSpelling, kKeys> kSharpNames = [] {
  constexpr std::string_view kLetters = "CCDDEFFGGAAB";
  std::array<NoteSpelling, kKeys> names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i].letter = kLetters[i];
    names[i].accidental = i > 0 && kLetters[i] == kLetters[i - 1] ? Accidental::Sharp : Accidental::Natural;
  }
  return names;
}();

constexpr std::array<int, 7> kSemitonesAboveC{9, 11, 0, 2, 4, 5, 7};                            // A to G
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

// Parses the whole text as a number without sign.
std::optional<int> parseDigits(std::string_view text) noexcept {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Semitones above C of a letter in either case.
std::optional<int> parseLetter(char letter) noexcept {
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

int keyOf(const NoteSpelling& spelling) noexcept {
  const int shift = spelling.accidental == Accidental::Sharp ? 1 : spelling.accidental == Accidental::Flat ? -1 : 0;
  return kSemitonesAboveC[static_cast<std::size_t>(spelling.letter - 'A')] + shift;
}

// F, B flat, E flat, A flat, D flat and G flat major use flats.
bool hasFlats(const NameStyle& style) noexcept {
  constexpr unsigned kFlatKeys = 1U << 5U | 1U << 10U | 1U << 3U | 1U << 8U | 1U << 1U;
  return style.accidentals == Accidentals::Flat ||
         (style.accidentals == Accidentals::Key && (kFlatKeys >> static_cast<unsigned>(style.tonic) & 1U) != 0);
}

// C sharp is D flat if flats are preferred; a note with a flat keeps it.
NoteSpelling respelled(const NoteSpelling& spelling, const NameStyle& style) noexcept {
  if (spelling.accidental != Accidental::Sharp || !hasFlats(style)) return spelling;
  constexpr std::string_view kNextLetters = "BCDEFGA";  // of A to G
  NoteSpelling flat = spelling;
  flat.letter = kNextLetters[static_cast<std::size_t>(spelling.letter - 'A')];
  const bool isSemitone = spelling.letter == 'B' || spelling.letter == 'E';  // B sharp is C
  flat.accidental = isSemitone ? Accidental::Natural : Accidental::Flat;
  if (spelling.letter == 'B') ++flat.octave;
  return flat;
}

// Counted from the tonic; a raised or a lowered syllable follows the note's spelling.
std::string syllable(const NoteSpelling& spelling, const NameStyle& style) {
  constexpr std::array<const char*, kKeys> kRaised{"do", "di",  "re", "ri", "mi", "fa",
                                                   "fi", "sol", "si", "la", "li", "ti"};
  constexpr std::array<const char*, kKeys> kLowered{"do", "ra",  "re", "me", "mi", "fa",
                                                    "se", "sol", "le", "la", "te", "ti"};
  constexpr std::array<const char*, kKeys> kSargam{"S", "r", "R", "g", "G", "m", "M", "P", "d", "D", "n", "N"};
  const auto degree = static_cast<std::size_t>((keyOf(spelling) - style.tonic + 2 * kKeys) % kKeys);
  if (style.notation == Notation::Sargam) return kSargam[degree];
  return hasFlats(style) ? kLowered[degree] : kRaised[degree];
}

// Helmholtz 1863: small letters from C3 on, a stroke for each octave above it, a comma for each octave below C2.
void markOctave(NoteText& text, const NameStyle& style) {
  if (style.octaves == Octaves::Scientific || style.notation == Notation::Sargam) {
    text.octaveMark = std::to_string(text.octave);
    return;
  }
  constexpr int kSmallOctave = 3;
  const bool isSmall = text.octave >= kSmallOctave;
  char& first = text.letter.front();
  if (isSmall && first >= 'A' && first <= 'Z') first = static_cast<char>(first - 'A' + 'a');
  if (!isSmall && first >= 'a' && first <= 'z') first = static_cast<char>(first - 'a' + 'A');
  const int marks = isSmall ? text.octave - kSmallOctave : kSmallOctave - 1 - text.octave;
  text.octaveMark.assign(static_cast<std::size_t>(std::min(marks, kMaxOctaveMarks)), isSmall ? '\'' : ',');
}

}  // namespace

NoteSpelling spellKey(int midi) noexcept {
  const int octave = floorDivide(midi, kKeys);
  NoteSpelling spelling = kSharpNames[static_cast<std::size_t>(midi - octave * kKeys)];
  spelling.octave = octave - 1;
  return spelling;
}

std::optional<NoteSpelling> spellKeyAs(int midi, std::string_view name) noexcept {
  if (name.empty()) return std::nullopt;
  const std::optional<int> letter = parseLetter(name.front());
  if (!letter) return std::nullopt;
  const char upper = static_cast<char>(name.front() >= 'a' ? name.front() - 'a' + 'A' : name.front());
  name.remove_prefix(1);
  const int accidental = takeAccidental(name);
  const int natural = midi - accidental;
  if (!name.empty() || floorDivide(natural - *letter, kKeys) * kKeys != natural - *letter) return std::nullopt;
  return NoteSpelling{.letter = upper,
                      .accidental = accidental > 0   ? Accidental::Sharp
                                    : accidental < 0 ? Accidental::Flat
                                                     : Accidental::Natural,
                      .octave = floorDivide(natural, kKeys) - 1};
}

NoteText noteText(const NoteSpelling& written, const NameStyle& style) {
  const NoteSpelling spelling = respelled(written, style);
  NoteText text{.letter = {spelling.letter}, .accidental = spelling.accidental, .octave = spelling.octave};
  const auto is = [&spelling](char letter, Accidental accidental) {
    return spelling.letter == letter && spelling.accidental == accidental;
  };
  switch (style.notation) {
    case Notation::English:
      break;
    case Notation::German:  // the note below C is H, and the one between A and H is B
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
    case Notation::MovableDo:
    case Notation::Sargam:
      text.letter = syllable(spelling, style);
      text.accidental = Accidental::Natural;
      break;
  }
  markOctave(text, style);
  return text;
}

std::string asciiNoteName(const NoteSpelling& spelling, const NameStyle& style) {
  const NoteText text = noteText(spelling, style);
  const char* accidental = "";
  if (text.accidental == Accidental::Sharp) accidental = "#";
  if (text.accidental == Accidental::Flat) accidental = "b";
  return text.letter + accidental + text.octaveMark;
}

std::optional<int> parseKeyName(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return std::nullopt;
  const std::optional<int> letter = parseLetter(text.front());
  if (!letter) return std::nullopt;
  text.remove_prefix(1);
  const int key = *letter + takeAccidental(text);
  return text.empty() ? std::optional((key + kKeys) % kKeys) : std::nullopt;
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
