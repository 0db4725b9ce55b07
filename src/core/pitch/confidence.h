// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace tunescope::core {

// What a reading rests on, as far as it tells right notes from wrong ones.
struct ConfidenceBasis {
  double explained = 0;      // share of all power that lies in the note's partials
  double harmonicShare = 0;  // share of the power of all spectral peaks
  double partials = 0;       // that were measured; 0: the pitch is read off the NSDF
  double periods = 0;        // in the window
  double sigmaCents = 0;
  double ageHops = 0;     // of the note
  double firstShare = 0;  // of the strongest partial in the power of all
  // Share of the power that the joint fit of few periods leaves; 1 where it failed, or could not be done after an
  // attack, 0 where there was no need of it.
  double jointRest = 0;
  bool isAttack = false;  // there was an attack within 100 ms
};

// The probability that a reading is the right note (within 100 ms of an attack .05 at most, where it is under .99): a
// logistic regression on the basis and its products, fitted to readings of all sounds of the accuracy bench
// (docs/decisions/0012, 0015). Thread: any. Realtime-safe: wait-free.
double confidenceOf(const ConfidenceBasis& basis) noexcept;

// The regression's variables, about -1 to 1 each; the first is 1.
inline constexpr std::size_t kConfidenceVariables = 10;
std::array<double, kConfidenceVariables> confidenceVariables(const ConfidenceBasis& basis) noexcept;

}  // namespace tunescope::core
