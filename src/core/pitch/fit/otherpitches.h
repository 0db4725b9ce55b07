// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/partialspectrum.h"

namespace tunescope::core {

// What a spectrum's peaks indicate for pitches other than the one that was found. Unless stated otherwise, the values
// are shares of the power of all peaks up to twelve times that pitch.
struct OtherPitches {
  double below = 0;          // of peaks below it
  double betweenHalves = 0;  // of peaks at odd multiples of half of it: an octave lower
  double betweenThirds = 0;  // of peaks at multiples of a third of it: a twelfth lower
  double beside = 0;         // of peaks at none of these places
  double notEven = 0;        // of odd partials in the power of all partials; small: an octave higher
  double notThird = 0;       // of partials that are not multiples of 3, likewise
  double absent = 0;         // share of the partials up to the highest (at most the eighth) that have no peak
  double first = 0;          // share of the first partial in the power of all partials
};

// f1Bins: the pitch that was found. inharmonicity: as far as known. Thread: any. Realtime-safe: wait-free.
OtherPitches otherPitches(const PartialSpectrum& spectrum, double f1Bins, double inharmonicity) noexcept;

}  // namespace tunescope::core
