// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace tunescope::core {

inline constexpr double kMinAirCelsius = -30, kMaxAirCelsius = 60;

// The pitch in air of toCelsius of a flue pipe that has the pitch hertz in air of fromCelsius: the speed of sound, and
// the pitch with it, is proportional to the square root of the absolute temperature (3.0 cents per degree at 20 °C).
// Reeds keep their pitch. Both temperatures: kMinAirCelsius to kMaxAirCelsius. Thread: any. Realtime-safe: wait-free.
inline double pitchInAir(double hertz, double fromCelsius, double toCelsius) noexcept {
  constexpr double kZeroCelsiusK = 273.15;
  return hertz * std::sqrt((toCelsius + kZeroCelsiusK) / (fromCelsius + kZeroCelsiusK));
}

}  // namespace tunescope::core
