// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tunescope::core {

// Parses the whole text as a plain decimal number, "440", "-12.5", "5." or ".5", the same in every locale and with
// every library (emscripten's has no std::from_chars for doubles). No exponents, no blanks. Digits beyond the fifteenth
// are read as 0. Thread: any. Realtime-safe: wait-free.
std::optional<double> parseDecimal(std::string_view text) noexcept;

// The inverse: "440.500000" with 6 decimals, 0 to 9 of them. value: finite, below 1e9 in magnitude. Thread: any.
std::string fixedDecimal(double value, int decimals);

}  // namespace tunescope::core
