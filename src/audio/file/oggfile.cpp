// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/oggfile.h"

#include "audio/file/oggflac.h"
#include "audio/file/oggpages.h"
#include "audio/file/sndfilereader.h"
#include "audio/file/soundchain.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace tunescope::audio {

namespace {

struct OggCodec {
  std::string_view magic;  // at the beginning of a logical stream
  std::string_view name;
  bool isDecoded;
};
constexpr std::array kCodecs = {OggCodec{"\x01vorbis", "Vorbis", true},
                                OggCodec{"OpusHead", "Opus", true},
                                OggCodec{"\x7F"
                                         "FLAC",
                                         "FLAC", true},
                                OggCodec{"Speex   ", "Speex", false},
                                OggCodec{"PCM     ", "PCM", false},
                                OggCodec{"\x80theora", "Theora", false},
                                OggCodec{"CELT    ", "CELT", false}};

// A part of a physical stream: all logical streams that run together.
struct OggLink {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::string_view codec;  // of its sound or other content; empty: unknown
  bool isDecoded = false;
  std::uint32_t serial = 0;  // of that stream
  bool isCutShort = false;   // its last page is incomplete
};

void noteStream(const ByteFile& file, const OggPage& page, OggLink& link) {
  std::array<std::byte, 8> bytes{};
  const auto wanted = std::span(bytes).first(std::min<std::size_t>(bytes.size(), page.bodyBytes));
  const std::string_view head = textOf(std::span<const std::byte>(bytes).first(file.read(page.body(), wanted)));
  for (const OggCodec& codec : kCodecs) {
    if (link.isDecoded || !head.starts_with(codec.magic)) continue;
    link.codec = codec.name;
    link.isDecoded = codec.isDecoded;
    link.serial = page.serial;
  }
}

// The link that begins there: up to the page that opens a stream after others have begun.
std::optional<OggLink> findLink(const ByteFile& file, std::uint64_t offset) {
  std::optional<OggPage> page = findOggPage(file, offset);
  if (!page) return std::nullopt;
  OggLink link;
  link.begin = page->offset;
  link.end = page->end();
  for (bool hasBegun = false; page && !(hasBegun && page->isFirst); page = findOggPage(file, link.end)) {
    if (page->isFirst) noteStream(file, *page, link);
    hasBegun = hasBegun || !page->isFirst;
    link.end = page->end();
  }
  std::array<std::byte, 4> behind{};
  link.isCutShort = !page && file.read(link.end, behind) == behind.size() && textOf(behind) == "OggS";
  return link;
}

OpenedSound openLink(const std::shared_ptr<const ByteFile>& file, const OggLink& link) {
  if (!link.isDecoded) {
    const std::string codec(link.codec.empty() ? "an unknown encoding" : link.codec);
    return {.reader = nullptr,
            .error = {.code = CaptureErrorCode::UnsupportedEncoding, .device = {}, .detail = codec + " in Ogg"}};
  }
  if (link.codec == "FLAC")
    return openWithSndfile(flacOutOfOgg(file, link.begin, link.end, link.serial), link.isCutShort);
  return openWithSndfile(std::make_unique<FileWindow>(file, link.begin, link.end), link.isCutShort);
}

}  // namespace

OpenedSound openOggFile(const std::shared_ptr<const ByteFile>& file) {
  return openChain([file, next = std::uint64_t{0}]() mutable -> std::optional<OpenedSound> {
    const std::optional<OggLink> link = findLink(*file, next);
    if (!link) return std::nullopt;
    next = link->end;
    return openLink(file, *link);
  });
}

}  // namespace tunescope::audio
