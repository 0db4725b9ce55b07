// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/bytefile.h"

namespace tunescope::audio {

inline constexpr std::size_t kId3HeaderBytes = 10;

// The length of the ID3v2 tag at the beginning of these bytes (https://id3.org/id3v2.4.0-structure); 0: none. Thread:
// any. Realtime-safe: wait-free.
inline std::uint64_t id3TagBytes(std::span<const std::byte> head) noexcept {
  if (head.size() < kId3HeaderBytes || !textOf(head).starts_with("ID3")) return 0;
  std::uint64_t size = 0;
  for (const std::byte byte : head.subspan(6, 4)) {
    if ((byte & std::byte{0x80}) != std::byte{0}) return 0;
    size = size << 7 | std::to_integer<std::uint64_t>(byte);
  }
  const bool hasFooter = (head[5] & std::byte{0x10}) != std::byte{0};
  return size + kId3HeaderBytes * (hasFooter ? 2 : 1);
}

}  // namespace tunescope::audio
