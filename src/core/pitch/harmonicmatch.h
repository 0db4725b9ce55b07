// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/foldedlines.h"
#include "core/pitch/partialspectrum.h"

#include <array>
#include <cstddef>
#include <span>

namespace tunescope::core {

// Which peaks of a spectrum are the partials of a note.
struct HarmonicMatch {
  static constexpr std::size_t kMaxLines = 96;
  struct Line {
    int number = 0;        // l of the partial
    std::size_t peak = 0;  // index into the spectrum's peaks
  };

  double f1Bins = 0;  // first partial, roughly
  double inharmonicity = 0;
  double power = 0;   // of the matched peaks
  double folded = 0;  // power of their aliases
  double share = 0;   // of both in the power of all peaks; 0 where there are none
  std::array<Line, kMaxLines> lines{};
  std::size_t count = 0;

  std::span<const Line> matched() const noexcept { return std::span<const Line>(lines).first(count); }
};

struct HarmonicGuess {
  double f1Bins = 0;  // right within relativeError
  double relativeError = 0;
  double knownB = 0;   // the note's inharmonicity, or 0 to find out
  double maxB = 0.01;  // stiffest string of this register
  SampledBand band{};
};

// Follows the partials of a candidate upwards through the peaks, learning f1 and B on the way: the partials of a stiff
// string leave the multiples of the first one (Fletcher 1964), but each stands near where those before it point.
// Thread: any. Realtime-safe: wait-free.
HarmonicMatch matchHarmonics(const PartialSpectrum& spectrum, const HarmonicGuess& guess) noexcept;

struct OctaveRange {
  double minF1Bins = 0;
  double maxF1Bins = 0;
  double maxB = 0.01;
  SampledBand band{};
};

// Moves a match to the octave that its lines speak for: up while all that matter are multiples of a number, down to a
// half or a third where at least two or three peaks stand between the multiples, at coprime places (two strings a
// fourth apart fill every third place, but not coprime ones). Thread: any. Realtime-safe: wait-free.
HarmonicMatch settleOctave(const PartialSpectrum& spectrum, const HarmonicMatch& match,
                           const OctaveRange& range) noexcept;

}  // namespace tunescope::core
