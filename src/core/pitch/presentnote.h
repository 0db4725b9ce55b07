// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pitch/stiffness.h"

#include <cmath>

namespace tunescope::core {

// What the engine knows of the present note when it reads a hop. Search and measurement take it by value: they
// depend on nothing else of the past.
struct PresentNote {
  double soundS = 0;          // how much of the newest sound belongs to it, seconds
  double hertz = 0;           // 0: no note sounds
  double matchShare = 0;      // share of the spectral peaks' power that its last match explained
  double hopPower = 0;        // mean square of this hop about its mean
  Stiffness stiffness;        // as measured so far
  bool isMoving = false;      // vibrato or a glide
  bool isAttack = false;      // an attack was heard within the last 100 ms
  bool beganSharply = false;  // all of its sound follows its own attack

  bool isAt(double otherHertz) const noexcept {
    return hertz > 0 && std::abs(std::log2(otherHertz / hertz)) < kSameNoteOctaves;
  }

  static constexpr double kSameNoteOctaves = 0.06;
};

}  // namespace tunescope::core
