// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notes/playednote.h"

#include <cstdint>
#include <vector>

// Notes made by a formula, with known figures.
namespace tunescope::test {

struct WantedNote {
  double hertz = 440;  // settled, in the middle of the note
  double seconds = 1.5;
  double scoopCents = 0;  // of the start, from there
  double scoopS = 0.05;   // time constant
  double driftCentsPerS = 0;
  double vibratoHz = 0;
  double vibratoCents = 0;
  double vibratoFromS = 0;  // from the onset
  double pauseS = 0.25;     // after the note
};

struct Performance {
  std::vector<WantedNote> notes;
  double snrDb = 50;
  std::uint64_t seed = 1;
};

inline constexpr double kLeadS = 0.4;  // silence before the first note

// The notes that the segmenter finds in it: ten partials, faded in and out over 5 ms, through the pitch engine.
std::vector<core::PlayedNote> notesOf(const Performance& performance, const core::Tuning& tuning = core::Tuning());

}  // namespace tunescope::test
