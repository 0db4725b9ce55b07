// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tuning/scala.h"

// The lines that Ableton Live adds to a scale, in its comments: "! @ABL NOTE_NAMES …" (ASCL Specification, 2024).
// Thread: any. Realtime-safe: no (it allocates).
namespace tunescope::core {

bool isAbletonLine(std::string_view line) noexcept;

// Reads one of them into file, whose scale has been read. Of several of a kind the last one holds; unknown ones are
// ignored.
std::optional<TextProblem> applyAbletonLine(const TextLine& line, ScaleFile& file);

// The lines of a scale: what there is of its names, its reference and its origin. Frequencies have six decimals.
std::string abletonText(const Scale& scale, const std::optional<ScaleReference>& reference, const ScaleOrigin& origin);

}  // namespace tunescope::core
