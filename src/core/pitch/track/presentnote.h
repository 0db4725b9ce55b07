// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/fit/stiffness.h"
#include "core/pitch/search/ringinglines.h"

#include <cmath>

namespace tunescope::core {

// What the engine knows about the present note when it analyses a hop. Search and measurement take it by value: they
// depend on nothing else from the past.
struct PresentNote {
  double soundS = 0;          // length of the newest sound that belongs to it, seconds
  double hertz = 0;           // 0: there is no note
  double matchShare = 0;      // share of the spectral peaks' power that its last match explained
  double hopPower = 0;        // mean square of this hop about its mean
  Stiffness stiffness;        // as measured so far
  bool isMoving = false;      // vibrato or a glide
  bool isAttack = false;      // there was an attack within the last 100 ms
  bool beganSharply = false;  // all of its sound follows its own attack

  const RingingLines* ringing = nullptr;  // lines from before the last attack; nullptr: none

  bool isAt(double otherHertz) const noexcept {
    return hertz > 0 && std::abs(std::log2(otherHertz / hertz)) < kSameNoteOctaves;
  }

  static constexpr double kSameNoteOctaves = 0.06;
};

}  // namespace tunescope::core
