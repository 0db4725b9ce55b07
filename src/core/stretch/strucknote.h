// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace tunescope::core {

inline constexpr std::size_t kOctavePartials = 6;  // highest partial that an octave type compares (6:3)

// A partial's deviation from the law of a stiff string.
struct PartialDeviation {
  double cents = 0;
  double sigmaCents = 0;  // its standard deviation, from the noise around it

  bool operator==(const PartialDeviation&) const = default;
};

// The partials of one struck string (or of the strings of one key), and the law of a stiff string that fits them:
// f_n = n f1 sqrt((1 + B n^2) / (1 + B)) (Fletcher 1964).
struct StruckNote {
  double f1Hz = 0;         // first partial by that law, whether it is present or not
  double sigmaCents = 0;   // of it
  double b = 0;            // B
  double sigmaLnB = 0;     // standard deviation of its natural logarithm; at least 0.5 if only two partials were found
  int partials = 0;        // number that were used
  double misfitCents = 0;  // typical deviation of a partial from the law
  // Of the partials 1 to 6; none if the partial was not found.
  std::array<std::optional<PartialDeviation>, kOctavePartials> deviations{};
};

// The frequency of a partial by the law, in cents above n times the first one.
double partialCents(double b, int n) noexcept;

// Measures a note in one long window. sound: begins after the attack, at least kMinStruckS long; samples beyond
// kMaxStruckS are ignored. nearHz: its first partial, within kMaxStruckSearchCents. None if B cannot be determined, for
// example because fewer than two partials stand out from the noise. Thread: one at a time. Realtime-safe: no (it
// allocates, and takes milliseconds).
inline constexpr double kMinStruckS = 0.3;
inline constexpr double kMaxStruckS = 2;
inline constexpr double kMaxStruckSearchCents = 60;
std::optional<StruckNote> measureStruckNote(std::span<const float> sound, double sampleRateHz, double nearHz);

}  // namespace tunescope::core
