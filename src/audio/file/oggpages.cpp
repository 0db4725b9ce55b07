// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/oggpages.h"

#include <array>
#include <numeric>

namespace tunescope::audio {

namespace {

constexpr std::size_t kFixedBytes = 27;
constexpr std::size_t kMaxSegments = 255;
constexpr std::string_view kPattern("OggS\0", 5);  // and the version

std::optional<OggPage> pageAt(const ByteFile& file, std::uint64_t offset) {
  std::array<std::byte, kFixedBytes + kMaxSegments> bytes{};
  const std::span<const std::byte> header = std::span(bytes).first(file.read(offset, bytes));
  if (header.size() < kFixedBytes || !textOf(header).starts_with(kPattern)) return std::nullopt;
  const auto segments = std::to_integer<std::size_t>(header[26]);
  if (header.size() < kFixedBytes + segments) return std::nullopt;
  const auto table = header.subspan(kFixedBytes, segments);
  OggPage page{.offset = offset,
               .headerBytes = static_cast<std::uint32_t>(kFixedBytes + segments),
               .bodyBytes = std::accumulate(
                   table.begin(), table.end(), std::uint32_t{0},
                   [](std::uint32_t sum, std::byte lacing) { return sum + std::to_integer<std::uint32_t>(lacing); }),
               .serial = static_cast<std::uint32_t>(littleEndian(header.subspan(14, 4))),
               .isFirst = (header[5] & std::byte{2}) != std::byte{0}};
  if (page.end() > file.size()) return std::nullopt;
  return page;
}

}  // namespace

std::optional<OggPage> findOggPage(const ByteFile& file, std::uint64_t offset) {
  if (const auto page = pageAt(file, offset)) return page;
  std::array<std::byte, 65536> bytes{};
  for (;;) {
    const std::size_t count = file.read(offset, bytes);
    const std::string_view text = textOf(std::span<const std::byte>(bytes).first(count));
    for (std::size_t at = text.find(kPattern); at != std::string_view::npos; at = text.find(kPattern, at + 1)) {
      if (const auto page = pageAt(file, offset + at)) return page;
    }
    if (count < bytes.size()) return std::nullopt;
    offset += count - (kPattern.size() - 1);
  }
}

}  // namespace tunescope::audio
