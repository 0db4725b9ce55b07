// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace tunescope::core {

// The mains whose hum is subtracted: whichever is found in the sound, a given one, or none.
enum class Mains : std::uint8_t { Found, Hz50, Hz60, Off };

}  // namespace tunescope::core
