// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace tunescope::audio {

inline constexpr const char* kEndIsMissing = "it is shorter than its header says: the end is missing";

// The values that programs write as a 32-bit length that they cannot know, because they write to a pipe or were
// interrupted: 0, all ones, or something close to 2 or 4 GiB. A real file can be that long: the value is then a limit.
inline constexpr bool isPlaceholderSize(std::uint64_t size) noexcept {
  constexpr std::uint64_t kTwoGiB = std::uint64_t{1} << 31;
  constexpr std::uint64_t kSlack = std::uint64_t{1} << 24;  // SoX writes 0x7F000000 and more
  const bool isNearTwo = size >= kTwoGiB - kSlack && size <= kTwoGiB + kSlack;
  return size == 0 || isNearTwo || (size >= 2 * kTwoGiB - kSlack && size < 2 * kTwoGiB);
}

}  // namespace tunescope::audio
