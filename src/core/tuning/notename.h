// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// How notes are written. MIDI numbers: C4 is 60, A4 is 69.
namespace tunescope::core {

enum class Notation { English, German, Latin };
enum class Accidental : std::uint8_t { Natural, Sharp, Flat };

// The letter of a note, in no notation yet.
struct NoteSpelling {
  char letter = 'A';  // A to G
  Accidental accidental = Accidental::Natural;
  int octave = 4;  // C4 is middle C

  bool operator==(const NoteSpelling&) const = default;
};

// A name in a notation, in parts: they are set in different sizes on screen.
struct NoteText {
  std::string letter;  // "A"; "La" in Latin notation; "H" and "B" in German; a number where notes have no letters
  Accidental accidental = Accidental::Natural;
  int octave = 4;
};

// The spelling of a MIDI number, of any size, with sharps. Thread: any. Realtime-safe: wait-free.
NoteSpelling spellKey(int midi) noexcept;

// Thread: any. Realtime-safe: no (strings).
NoteText noteText(const NoteSpelling& spelling, Notation notation = Notation::English);

// "A4", "C#5", "Bb3", "La4": ASCII, as in JSON and CSV.
std::string asciiNoteName(const NoteSpelling& spelling, Notation notation = Notation::English);

// Reads "A4", "c#5", "Bb3", "A♯4", or a MIDI number ("69"), in English names; nothing when it is not a note.
std::optional<int> parseNoteName(std::string_view text);

}  // namespace tunescope::core
