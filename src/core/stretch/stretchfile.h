// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/stretch/stretchcurve.h"
#include "core/tuning/textfile.h"

#include <string>
#include <string_view>
#include <variant>

// A measured piano as a text file (docs/piano.md). Thread: any. Realtime-safe: no (it allocates).
namespace tunescope::core {

inline constexpr double kMinFileB = 1e-7;
inline constexpr double kMaxFileB = 0.2;

// Reads the bytes of a file. A curve that puts keys out of order is a problem.
std::variant<PianoStretch, TextProblem> readStretch(std::string_view bytes);

// The file of a piano, with comments for people that contain the offsets of the keys. readStretch() of it gives the
// same piano, up to the digits that are written.
std::string writeStretch(const PianoStretch& piano);

// The same without comments, for storing in settings. bytes must be readable.
std::string compactStretch(std::string_view bytes);

}  // namespace tunescope::core
