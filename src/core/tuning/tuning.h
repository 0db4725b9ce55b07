// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/notename.h"
#include "core/tuning/scale.h"

#include <cstdint>
#include <optional>
#include <string>
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

// A note of a tuning, and how far from it a pitch is. Degrees count from 0 at the scale's first note. Period 4 begins
// at the first note that lies in [C4, C5).
struct TunedNote {
  int degree = 9;
  int period = 4;
  double cents = 0;  // distance of the pitch to the note, positive when sharp
  double targetHz = kDefaultA4Hz;
  std::optional<NoteSpelling> spelling;  // as it is written; none where the scale has no letters
  std::optional<int> midi;               // of the key that sounds; none where the scale is not one of twelve keys
  std::uint32_t tuning = 0;              // the same in all notes of equal tunings, and another in others

  bool isSameNote(const TunedNote& other) const noexcept { return degree == other.degree && period == other.period; }
  bool operator==(const TunedNote&) const = default;
};

// What a tuning is made of.
struct TuningSettings {
  PitchStandard standard = {};
  Scale scale = Scale::equal();
  int firstKey = 60;      // the key of degree 0 in period 4: 60 (C4) to 71
  int transposition = 0;  // written minus sounding, in semitones: spellings only

  bool operator==(const TuningSettings&) const = default;
};

// All notes of a scale at a pitch standard. It alone decides which note a frequency is. Thread: any, once it is made.
class Tuning {
 public:
  // settings.scale must be valid. A scale that is not one of twelve keys begins where firstKey would stand in twelve
  // equal steps. Realtime-safe: no (it allocates).
  explicit Tuning(const TuningSettings& settings = {});
  static Tuning equal(double a4Hz) { return Tuning({.standard = {.hertz = a4Hz}}); }

  // The nearest note; of two that are equally near, the higher. None unless hertz is finite and above 0.
  // Realtime-safe: wait-free.
  std::optional<TunedNote> nearest(double hertz) const noexcept;

  // That note itself, with no cents; degree: 0 to N - 1. Realtime-safe: wait-free.
  TunedNote note(int degree, int period) const noexcept;
  // The same by MIDI number; none where the scale is not one of twelve keys. Realtime-safe: wait-free.
  std::optional<TunedNote> key(int midi) const noexcept;

  const TuningSettings& settings() const noexcept { return m_settings; }

 private:
  // A note of the scale, moved into the first period.
  struct Rung {
    double cents = 0;
    int degree = 0;
    int periods = 0;  // by which it was moved down
  };

  double positionOf(int period, double cents) const noexcept;
  TunedNote noteAt(int period, const Rung& rung) const noexcept;

  TuningSettings m_settings;
  std::vector<Rung> m_rungs;  // ascending
  double m_standardLog2 = 0;
  double m_standardCents = 0;  // of the standard's key, above degree 0 of period 4
  bool m_isTwelveKeys = true;
  std::uint32_t m_id = 0;
};

// The parts of a note's name. Without letters its degree stands for the letter, and its period for the octave.
// Thread: any. Realtime-safe: no (strings).
NoteText noteText(const TunedNote& note, Notation notation = Notation::English);

// "A4", "La#4"; "7:4" for degree 7 of period 4 where there are no letters.
std::string asciiNoteName(const TunedNote& note, Notation notation = Notation::English);

}  // namespace tunescope::core
