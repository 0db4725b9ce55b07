// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace tunescope::core {

// The mains whose hum is taken out of the sound: whichever is found there, one that was told, or none.
enum class Mains : std::uint8_t { Found, Hz50, Hz60, Off };

}  // namespace tunescope::core
