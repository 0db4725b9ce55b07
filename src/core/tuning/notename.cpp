// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tuning/notename.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace tunescope::core {

namespace {

constexpr int kMidiA4 = 69;
constexpr int kSemitones = 12;
constexpr int kHighestMidi = 127;

struct PitchClassName {
  const char* letter;
  Accidental accidental;
};
using PitchClassNames = std::array<PitchClassName, kSemitones>;

constexpr Accidental kNatural = Accidental::Natural;
constexpr Accidental kSharp = Accidental::Sharp;

constexpr PitchClassNames kEnglishNames{{{"C", kNatural},
                                         {"C", kSharp},
                                         {"D", kNatural},
                                         {"D", kSharp},
                                         {"E", kNatural},
                                         {"F", kNatural},
                                         {"F", kSharp},
                                         {"G", kNatural},
                                         {"G", kSharp},
                                         {"A", kNatural},
                                         {"A", kSharp},
                                         {"B", kNatural}}};

// German: the note under C is H, and B is the one between A and H.
constexpr PitchClassNames kGermanNames = [] {
  PitchClassNames names = kEnglishNames;
  names[10] = {"B", kNatural};
  names[11] = {"H", kNatural};
  return names;
}();

constexpr PitchClassNames kLatinNames{{{"Do", kNatural},
                                       {"Do", kSharp},
                                       {"Re", kNatural},
                                       {"Re", kSharp},
                                       {"Mi", kNatural},
                                       {"Fa", kNatural},
                                       {"Fa", kSharp},
                                       {"Sol", kNatural},
                                       {"Sol", kSharp},
                                       {"La", kNatural},
                                       {"La", kSharp},
                                       {"Si", kNatural}}};

const PitchClassNames& namesOf(Notation notation) noexcept {
  switch (notation) {
    case Notation::English:
      return kEnglishNames;
    case Notation::German:
      return kGermanNames;
    case Notation::Latin:
      return kLatinNames;
  }
  return kEnglishNames;
}

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

double noteHertz(int midi, double a4Hz) noexcept {
  return a4Hz * std::exp2(static_cast<double>(midi - kMidiA4) / kSemitones);
}

Note nearestNote(double hertz, double a4Hz) noexcept {
  assert(hertz > 0 && a4Hz > 0);
  // Two logarithms, for the quotient could underflow. Finite doubles lie within 25,000 semitones: well inside an int.
  const double midi = kMidiA4 + kSemitones * (std::log2(hertz) - std::log2(a4Hz));
  const double nearest = std::floor(midi + 0.5);
  return Note{.midi = static_cast<int>(nearest), .cents = std::clamp(100.0 * (midi - nearest), -50.0, 50.0)};
}

NoteSpelling spellNote(int midi, Notation notation) {
  const int octave = floorDivide(midi, kSemitones);
  const PitchClassName& name = namesOf(notation)[static_cast<std::size_t>(midi - octave * kSemitones)];
  return NoteSpelling{.letter = name.letter, .accidental = name.accidental, .octave = octave - 1};
}

std::string asciiNoteName(int midi, Notation notation) {
  const NoteSpelling spelling = spellNote(midi, notation);
  const char* accidental = "";
  if (spelling.accidental == Accidental::Sharp) accidental = "#";
  if (spelling.accidental == Accidental::Flat) accidental = "b";
  return spelling.letter + accidental + std::to_string(spelling.octave);
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
  return inMidiRange(kSemitones * ((negative ? -*octave : *octave) + 1) + *letter + accidental);
}

}  // namespace tunescope::core
