// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/search/foldedlines.h"
#include "core/pitch/search/partialspectrum.h"

#include <array>
#include <cstddef>
#include <span>

namespace tunescope::core {

// The peaks of a spectrum that are the partials of a note.
struct HarmonicMatch {
  static constexpr std::size_t kMaxLines = 96;
  struct Line {
    int number = 0;        // l of the partial
    std::size_t peak = 0;  // index into the spectrum's peaks
  };

  double f1Bins = 0;  // first partial, approximately
  double inharmonicity = 0;
  double power = 0;   // of the matched peaks
  double folded = 0;  // power of their aliases
  double share = 0;   // of both in the power of all peaks; 0 if there are none
  std::array<Line, kMaxLines> lines{};
  std::size_t count = 0;

  std::span<const Line> matched() const noexcept { return std::span<const Line>(lines).first(count); }
};

struct HarmonicGuess {
  double f1Bins = 0;  // accurate within relativeError
  double relativeError = 0;
  double knownB = 0;   // the note's inharmonicity; 0: unknown, to be estimated
  double maxB = 0.01;  // of the stiffest string in this register
  SampledBand band{};
};

// Follows the partials of a candidate upwards through the peaks and estimates f1 and B on the way: the partials of a
// stiff string deviate from multiples of the first (Fletcher 1964), but each lies near where those before it point.
// Thread: any. Realtime-safe: wait-free.
HarmonicMatch matchHarmonics(const PartialSpectrum& spectrum, const HarmonicGuess& guess) noexcept;

// Whether a match is a phantom: its lines are sparse multiples of a pitch that nothing else supports. The partials of
// bars and bells are such multiples of any pitch that is low enough. Thread: any. Realtime-safe: wait-free.
bool isPhantom(const PartialSpectrum& spectrum, const HarmonicMatch& match) noexcept;

struct OctaveRange {
  double minF1Bins = 0;
  double maxF1Bins = 0;
  double presentF1Bins = 0;  // of the present note; 0: none
  double maxB = 0.01;
  SampledBand band{};
};

// Moves a match to the octave that its lines support: up while all significant lines are multiples of a number, down to
// a half or a third if at least two or three peaks lie between the multiples, at coprime places (two strings a fourth
// apart fill every third place, but not coprime ones). Thread: any. Realtime-safe: wait-free.
HarmonicMatch settleOctave(const PartialSpectrum& spectrum, const HarmonicMatch& match,
                           const OctaveRange& range) noexcept;

}  // namespace tunescope::core
