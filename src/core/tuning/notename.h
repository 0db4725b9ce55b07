// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

// Notes of twelve-tone equal temperament. MIDI numbers: C4 is 60, A4 is 69.
namespace tunescope::core {

inline constexpr double kDefaultA4Hz = 440.0;
inline constexpr double kMinA4Hz = 300.0;
inline constexpr double kMaxA4Hz = 600.0;

enum class Notation { English, German, Latin };
enum class Accidental { Natural, Sharp, Flat };

struct Note {
  int midi = 69;
  double cents = 0;  // distance of the pitch to the note, positive when sharp; in [-50, 50]
};

// How a note is written: its parts are set in different sizes on screen.
struct NoteSpelling {
  std::string letter;  // "A"; "La" in Latin notation; "H" and "B" in German
  Accidental accidental = Accidental::Natural;
  int octave = 4;  // C4 is middle C
};

// Frequency of a note in Hz. Thread: any. Realtime-safe: wait-free.
double noteHertz(int midi, double a4Hz) noexcept;

// The nearest note. hertz > 0. Thread: any. Realtime-safe: wait-free.
Note nearestNote(double hertz, double a4Hz) noexcept;

// Thread: any. Realtime-safe: no (strings).
NoteSpelling spellNote(int midi, Notation notation = Notation::English);

// "A4", "C#5", "Bb3", "La4": ASCII, as in JSON and CSV.
std::string asciiNoteName(int midi, Notation notation = Notation::English);

// Reads "A4", "c#5", "Bb3", "A♯4", or a MIDI number ("69"), in English names; nothing when it is not a note.
std::optional<int> parseNoteName(std::string_view text);

}  // namespace tunescope::core
