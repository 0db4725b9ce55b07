// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
  double power = 0;  // of the matched peaks
  double share = 0;  // of the power of all peaks; 0 where there are none
  std::array<Line, kMaxLines> lines{};
  std::size_t count = 0;

  std::span<const Line> matched() const noexcept { return std::span<const Line>(lines).first(count); }
};

// Follows the partials of a candidate upwards through the peaks, learning f1 and B on the way: the partials of a stiff
// string leave the multiples of the first one (Fletcher 1964), but each stands near where those before it point.
// f1Bins: right within relativeError. knownB: the note's inharmonicity, or 0 to find out.
// Thread: any. Realtime-safe: wait-free.
HarmonicMatch matchHarmonics(const PartialSpectrum& spectrum, double f1Bins, double relativeError,
                             double knownB) noexcept;

// Moves a match to the octave that its lines speak for: up while all that matter are multiples of a number, down to a
// half or a third where at least two or three peaks stand between the multiples, at coprime places (two strings a
// fourth apart fill every third place, but not coprime ones). maxF1Bins: highest pitch that is looked for. Thread: any.
// Realtime-safe: wait-free.
HarmonicMatch settleOctave(const PartialSpectrum& spectrum, const HarmonicMatch& match, double minF1Bins,
                           double maxF1Bins) noexcept;

}  // namespace tunescope::core
