// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace tunescope::core {

// Where a channel plays, as far as loudness depends on it (ITU-R BS.1770-5, table 3): Side is from 60 to 120 degrees,
// Low the low-frequency channel, None a channel outside the programme.
enum class Speaker : std::uint8_t { Front, Side, Low, None };

// For a source that does not declare them: 5.0, 5.1 and 7.1 in the order of WAVE, otherwise all in front. Four are
// left, right and two surrounds, as in libebur128. Thread: any. Realtime-safe: wait-free.
constexpr Speaker usualSpeaker(std::size_t channels, std::size_t index) noexcept {
  const bool hasLow = channels == 6 || channels == 8;
  if (hasLow && index == 3) return Speaker::Low;
  const std::size_t firstSide = channels == 4   ? 2
                                : channels == 5 ? 3
                                : channels == 6 ? 4
                                : channels == 8 ? 6
                                                : channels;
  return index >= firstSide ? Speaker::Side : Speaker::Front;
}

}  // namespace tunescope::core
