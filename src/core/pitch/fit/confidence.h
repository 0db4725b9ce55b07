// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/fit/otherpitches.h"

#include <array>
#include <cstddef>

namespace tunescope::core {

// The inputs of a reading's confidence: what helps to tell right notes from wrong ones.
struct ConfidenceBasis {
  double explained = 0;      // share of all power that lies in the note's partials
  double harmonicShare = 0;  // share of the power of all spectral peaks
  double partials = 0;       // number measured; 0: the pitch was read off the NSDF
  double periods = 0;        // in the window
  double sigmaCents = 0;
  double ageHops = 0;     // of the note
  double firstShare = 0;  // of the strongest partial in the power of all
  // Share of the power that the joint fit of few periods leaves unexplained; 1 if it failed or was impossible after an
  // attack, 0 if it was not needed.
  double jointRest = 0;
  bool isAttack = false;     // there was an attack within 100 ms
  OtherPitches other{};      // from the spectrum, if there was one
  double attackS = 0;        // since the last attack or the start
  double rise = 1;           // power of the hop over that of the loudest of the hops before it
  double unrest = 0;         // recent pitch changes: each counts 1 and fades in a quarter of a second
  double clarity = 0;        // of the best candidate of the last search's NSDF
  double coarseOctaves = 0;  // from the pitch up to that candidate
};

// The probability that a reading is the right note; conservative in the first 300 ms of a note, where a wrong note must
// not seem certain. A small network, fitted to readings of generated and recorded sound (docs/decisions/0034).
// Thread: any. Realtime-safe: wait-free.
double confidenceOf(const ConfidenceBasis& basis) noexcept;

// The network's inputs, each about -1 to 1.
inline constexpr std::size_t kConfidenceVariables = 23;
std::array<double, kConfidenceVariables> confidenceVariables(const ConfidenceBasis& basis) noexcept;

}  // namespace tunescope::core
