// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/numbers.h"

#include <optional>
#include <string_view>

// Numbers in and out, the same in every locale. Thread: any. Realtime-safe: no (strings).
namespace tunescope::cli {

using present::appendFixed;
using present::appendInteger;
using present::appendShortest;
using present::appendSigned;
using present::centsDecimals;
using present::hertzDecimals;

// The whole text must be one number: "4.5", "-1"; nothing for "", "4,5", "5x", "nan", "1e999".
std::optional<double> parseNumber(std::string_view text) noexcept;
std::optional<long> parseWhole(std::string_view text) noexcept;

}  // namespace tunescope::cli
