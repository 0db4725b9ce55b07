// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stretch/keyoffsets.h"
#include "core/tuning/keymap.h"
#include "core/tuning/notename.h"
#include "core/tuning/scale.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tunescope::core {

inline constexpr double kDefaultA4Hz = 440.0;
inline constexpr double kMinA4Hz = 300.0;
inline constexpr double kMaxA4Hz = 600.0;

// The frequency of one key: A4 at 440 Hz, C4 at 256 Hz.
struct PitchStandard {
  int midi = 69;
  double hertz = kDefaultA4Hz;

  bool operator==(const PitchStandard&) const = default;
};

// Reads "C4:256" or "A4:442.5": any key at kMinReferenceHz to kMaxReferenceHz. None if it is not such a pair.
// Thread: any. Realtime-safe: lock-free.
inline constexpr double kMinReferenceHz = 8;
inline constexpr double kMaxReferenceHz = 16000;
std::optional<PitchStandard> parsePitchStandard(std::string_view text);

// A note of a tuning, and the deviation of a pitch from it. Degrees count from 0 at the scale's first note. Period 4
// begins at the first note that lies in [C4, C5).
struct TunedNote {
  int degree = 9;
  int period = 4;
  double cents = 0;  // distance of the pitch to the note, positive when sharp
  double targetHz = kDefaultA4Hz;
  std::optional<NoteSpelling> spelling;  // as it is written; none if the scale has no letters
  std::optional<int> midi;               // of the sounding key; none if there are no keys
  std::array<char, 16> label{};          // its name if the scale names its degrees, in UTF-8; otherwise empty
  std::uint32_t tuning = 0;              // the same in all notes of equal tunings, different otherwise

  bool isSameNote(const TunedNote& other) const noexcept { return degree == other.degree && period == other.period; }
  bool operator==(const TunedNote&) const = default;
};

// The parameters of a tuning.
struct TuningSettings {
  PitchStandard standard = {};
  Scale scale = Scale::equal();
  int firstKey = 60;               // the key of degree 0 in period 4: 60 (C4) to 71
  int transposition = 0;           // written minus sounding, in semitones: spellings only
  std::optional<Keymap> keymap{};  // fits the scale; its keys are the only notes, and it sets their pitch
  // How a measured piano stretches the notes, by their place in equal temperament. The standard's key stays.
  std::optional<KeyOffsets> stretch{};

  bool operator==(const TuningSettings&) const = default;
};

// All notes of a scale at a pitch standard. Only this class decides which note a frequency is. Thread: any, once made.
class Tuning {
 public:
  // settings.scale must be valid. A scale that is not one of twelve keys begins where firstKey would be in twelve
  // equal steps. Realtime-safe: no (it allocates).
  explicit Tuning(const TuningSettings& settings = {});
  static Tuning equal(double a4Hz) { return Tuning({.standard = {.hertz = a4Hz}}); }

  // The nearest note; of two equally near, the higher. None unless hertz is finite and above 0.
  // Realtime-safe: wait-free.
  std::optional<TunedNote> nearest(double hertz) const noexcept;

  std::uint32_t id() const noexcept { return m_id; }  // TunedNote::tuning of its notes

  // That note itself, with no cents; it must exist. Realtime-safe: wait-free.
  TunedNote note(int degree, int period) const noexcept;
  // The note of that name as asciiNoteName() writes it in English: "Bb4" of a tuning of twelve keys (in written pitch),
  // or "7:4". A number is the key of that MIDI number, as it sounds. None if the tuning has no such note.
  std::optional<TunedNote> named(std::string_view name) const;
  // The same by MIDI number; none if there is no such key. Realtime-safe: wait-free.
  std::optional<TunedNote> key(int midi) const noexcept;

  const TuningSettings& settings() const noexcept { return m_settings; }

 private:
  // A note of the scale, moved into the first period.
  struct Rung {
    double cents = 0;
    int degree = 0;
    int periods = 0;  // by which it was moved down
    std::optional<int> key{};
  };

  void listPeriod();
  void listKeys(const Keymap& keymap);
  double centsOf(int degree) const noexcept;
  const Rung* find(int degree, int period) const noexcept;
  void nameNote(TunedNote& note) const noexcept;

  double positionOf(int period, double cents) const noexcept;
  double stretched(double position) const noexcept;
  double unstretched(double position) const noexcept;
  TunedNote noteAt(int period, const Rung& rung) const noexcept;

  TuningSettings m_settings;
  std::vector<Rung> m_rungs;  // ascending: those of a period, or all notes
  bool m_isPeriodic = true;   // m_rungs is a period
  bool m_isLettered = true;   // notes have letters
  double m_standardLog2 = 0;
  double m_standardCents = 0;   // of the standard's key, above degree 0 of period 4
  double m_standardOffset = 0;  // of the standard's key by the stretch, in semitones
  bool m_isTwelveKeys = true;
  std::uint32_t m_id = 0;
};

// The parts of a note's name. Without letters its degree replaces the letter, and its period the octave.
// Thread: any. Realtime-safe: no (strings).
NoteText noteText(const TunedNote& note, const NameStyle& style = {});

// "A4", "La#4"; "7:4" for degree 7 of period 4 if there are no letters.
std::string asciiNoteName(const TunedNote& note, const NameStyle& style = {});

}  // namespace tunescope::core
