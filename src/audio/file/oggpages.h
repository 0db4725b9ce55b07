// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/bytefile.h"

#include <cstdint>
#include <optional>

namespace tunescope::audio {

// A page of an Ogg stream (RFC 3533), by its header. The decoder checks its checksum.
struct OggPage {
  std::uint64_t offset = 0;  // in the file
  std::uint32_t headerBytes = 0;
  std::uint32_t bodyBytes = 0;
  std::uint32_t serial = 0;
  bool isFirst = false;  // of its logical stream

  std::uint64_t body() const noexcept { return offset + headerBytes; }
  std::uint64_t end() const noexcept { return body() + bodyBytes; }
};

// The first complete page that begins at or after that offset; none: there is none. Incomplete pages do
// not count. Thread: any. Realtime-safe: no.
std::optional<OggPage> findOggPage(const ByteFile& file, std::uint64_t offset);

}  // namespace tunescope::audio
