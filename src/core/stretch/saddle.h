// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace tunescope::core {

inline constexpr double kMinScaleMm = 200;
inline constexpr double kMaxScaleMm = 1200;

// A pitch with its standard deviation.
struct MeasuredPitch {
  double hertz = 0;
  double sigmaCents = 0;

  bool operator==(const MeasuredPitch&) const = default;
};

// How the note at the 12th fret of a string compares with the octave.
struct Intonation {
  double cents = 0;       // of the fretted note above the octave: positive if it is sharp
  double sigmaCents = 0;  // standard deviation
  double saddleMm = 0;    // to move the saddle by: positive away from the nut (a longer string), negative towards it
  double sigmaMm = 0;
};

// For a string with the length L = scaleMm when open and L/2 at the 12th fret, which lies at half the scale. The
// frequency of a string is proportional to 1 / length (Mersenne). Moving the saddle back by x, with the open string
// retuned to the same pitch, lowers the fretted note by 1200 log2((L + 2 x) / (L + x)) cents, so that R = 2^(cents /
// 1200) requires x = L (R - 1) / (2 - R). The octave is the harmonic at the 12th fret: the second partial of the open
// string, which is the first one of half the string for any inharmonicity B, since B is proportional to 1 / length^2
// (Fletcher 1964). None if the two are more than a whole tone apart. Thread: any. Realtime-safe: wait-free.
inline constexpr double kMaxIntonationCents = 200;
std::optional<Intonation> intonationOf(const MeasuredPitch& octave, const MeasuredPitch& fretted,
                                       double scaleMm) noexcept;

// The harmonic at the 12th fret as computed from the open string: its second partial.
MeasuredPitch octaveOf(const MeasuredPitch& open, double inharmonicity) noexcept;

}  // namespace tunescope::core
