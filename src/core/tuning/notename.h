// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// How notes are written. MIDI numbers: C4 is 60, A4 is 69.
namespace tunescope::core {

enum class Notation { English, German, Latin, MovableDo, Sargam };
enum class Octaves { Scientific, Helmholtz };
enum class Accidentals { Sharp, Flat, Key };
enum class Accidental : std::uint8_t { Natural, Sharp, Flat };

// The letter of a note, independent of any notation.
struct NoteSpelling {
  char letter = 'A';  // A to G
  Accidental accidental = Accidental::Natural;
  int octave = 4;  // C4 is middle C

  bool operator==(const NoteSpelling&) const = default;
};

// The names of notes: in English, German (H for B, B for B flat) or Latin letters, or relative to a tonic as do re mi
// or sa re ga.
struct NameStyle {
  Notation notation = Notation::English;
  Octaves octaves = Octaves::Scientific;         // A4 and A2, or a' and A; sargam always has numbers
  Accidentals accidentals = Accidentals::Sharp;  // for notes that have no spelling of their own
  int tonic = 0;                                 // written, in semitones above C: for Accidentals::Key, do and sa

  NameStyle() = default;
  NameStyle(Notation wanted) : notation(wanted) {}  // NOLINT(google-explicit-constructor)
  NameStyle(Notation wanted, Octaves octaveStyle, Accidentals accidentalStyle, int tonicKey)
      : notation(wanted), octaves(octaveStyle), accidentals(accidentalStyle), tonic(tonicKey) {}
  bool operator==(const NameStyle&) const = default;
};

// A name in a notation, in parts that appear in different sizes on screen.
struct NoteText {
  std::string letter;  // "A"; "La" in Latin notation; "H" and "B" in German; a number if notes have no letters
  Accidental accidental = Accidental::Natural;
  int octave = 4;
  std::string octaveMark = "4";  // after the name: "4", "-1"; in Helmholtz notation "''", "," or nothing
};

// The spelling of a MIDI number, of any size, with sharps. Thread: any. Realtime-safe: wait-free.
NoteSpelling spellKey(int midi) noexcept;

// The spelling of a MIDI number according to a name without octave: 61 as "Db" is D flat 4. None if the name belongs to
// another key. Thread: any. Realtime-safe: wait-free.
std::optional<NoteSpelling> spellKeyAs(int midi, std::string_view name) noexcept;

// Thread: any. Realtime-safe: no (strings).
NoteText noteText(const NoteSpelling& spelling, const NameStyle& style = {});

// "A4", "C#5", "Bb3", "La4": ASCII, as in JSON and CSV.
std::string asciiNoteName(const NoteSpelling& spelling, const NameStyle& style = {});

// Reads "A4", "c#5", "Bb3", "A♯4", or a MIDI number ("69"), in English names; none if it is not a note.
std::optional<int> parseNoteName(std::string_view text);

// Reads "C", "eb" or "F♯" as semitones above C, 0 to 11; none if it is not a note without octave.
std::optional<int> parseKeyName(std::string_view text);

}  // namespace tunescope::core
