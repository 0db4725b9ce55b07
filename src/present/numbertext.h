// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

// Numbers on screen, without a unit. Thread: any. Realtime-safe: no (strings).
namespace tunescope::present {

// "+3.2", "−0.4", "0.0" for decimals = 1: zero carries no sign, and the minus is U+2212.
QString signedText(double value, int decimals);

// "440.1": plain decimals, never "-0.0"; empty if the value is not finite.
QString plainText(double value, int decimals);

// "1,102,739": a count, in groups of three.
QString countText(std::uint64_t count);

}  // namespace tunescope::present
