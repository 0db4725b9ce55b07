// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/scala.h"

// The lines that Ableton Live adds to a scale, in its comments: "! @ABL NOTE_NAMES …" (ASCL Specification, 2024).
// Thread: any. Realtime-safe: no (it allocates).
namespace tunescope::core {

bool isAbletonLine(std::string_view line) noexcept;

// Reads one of them into file, whose scale has been read. Uses NOTE_NAMES and REFERENCE_PITCH; only checks the ranges
// of notes, because a tuner names every note; ignores SOURCE, LINK and unknown ones.
std::optional<TextProblem> applyAbletonLine(const TextLine& line, ScaleFile& file);

}  // namespace tunescope::core
