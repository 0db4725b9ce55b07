// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notes/playednote.h"
#include "core/tuning/tuning.h"

#include <cstddef>
#include <optional>
#include <span>

namespace tunescope::core {

// A note as evidence of the pitch standard.
struct StandardNote {
  double hertz = 0;
  double sigmaCents = 0;  // standard error
};

// How far the notes as a whole are from a tuning.
struct StandardFit {
  double cents = 0;
  double sigmaCents = 0;  // standard error, from the notes' own and from their differences
};

inline constexpr std::size_t kMinStandardNotes = 5;

StandardNote standardNoteOf(const PlayedNote& note) noexcept;

// The shift of the tuning, at most half a semitone, that the notes fit best: a search in steps of a cent for the least
// sum of Huber's losses (1964), then his M-estimate of the mean, weighted by the inverse of the variance within and
// between the notes. None for fewer than kMinStandardNotes. Thread: any. Realtime-safe: no (it allocates).
std::optional<StandardFit> fitStandard(const Tuning& tuning, std::span<const StandardNote> notes);

}  // namespace tunescope::core
