// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "present/numbers.h"

#include <optional>
#include <string>
#include <string_view>

// Numbers in input and output, the same in every locale. Thread: any. Realtime-safe: no (strings).
namespace tunescope::cli {

using present::appendFixed;
using present::appendInteger;
using present::appendShortest;
using present::appendSigned;
using present::centsDecimals;
using present::hertzDecimals;

// JSON's null for a missing or non-finite value.
void appendNumberOrNull(std::string& out, std::optional<double> value, int decimals);

// The whole text must be one number: "4.5", "-1"; none for "", "4,5", "5x", "nan", "1e999".
std::optional<double> parseNumber(std::string_view text) noexcept;
std::optional<long> parseWhole(std::string_view text) noexcept;

}  // namespace tunescope::cli
