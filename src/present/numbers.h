// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

// Numbers as records and texts contain them, the same in every locale. Thread: any. Realtime-safe: no (strings).
namespace tunescope::present {

// Appends a plain decimal with that many digits after the point: no exponent, no negative zero. Returns false and
// appends nothing if the value is not a finite number below 1e15.
bool appendFixed(std::string& out, double value, int decimals);
// The same with a plus sign before positive values; zero has no sign.
bool appendSigned(std::string& out, double value, int decimals);
void appendInteger(std::string& out, std::int64_t value);

// The shortest plain decimal that reads back as the value, with at least minDecimals digits after the point.
bool appendShortest(std::string& out, double value, int minDecimals = 0);

// Digits after the point for a frequency (at least 9 significant digits) and for cents (at least 4 from 1e-6 on).
int hertzDecimals(double hertz) noexcept;
int centsDecimals(double cents) noexcept;

}  // namespace tunescope::present
