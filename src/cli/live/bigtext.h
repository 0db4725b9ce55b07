// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/live/canvas.h"

#include <string_view>

// Text in letters made of blocks, readable from across a room. It has the characters of note names: letters, # b - and
// digits.
namespace tunescope::cli {

// Rows and columns that text takes at a scale: 4 rows at scale 1, 7 at 2, 14 at 4.
int bigTextRows(int scale) noexcept;
int bigTextColumns(std::string_view text, int scale) noexcept;

void drawBigText(Canvas& canvas, int x, int y, std::string_view text, int scale, Ink ink);

}  // namespace tunescope::cli
