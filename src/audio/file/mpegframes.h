// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/bytefile.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace tunescope::audio {

// A frame of MPEG audio (ISO/IEC 11172-3, 13818-3), by its header.
struct MpegFrame {
  std::uint64_t offset = 0;  // in the file
  std::uint32_t bytes = 0;
  std::uint32_t kind = 0;  // the bits of the header that stay the same within one stream
  bool isMono = false;
  bool isVersion1 = false;

  std::uint64_t end() const noexcept { return offset + bytes; }
};

// Iterates over the frames of a file, which may consist of several joined files. Skips tags and zeros. Does not
// know free format, whose headers do not contain the length of their frames. Thread: one at a time. Realtime-safe: no.
class MpegFrames {
 public:
  explicit MpegFrames(std::shared_ptr<const ByteFile> file);

  // The next frame; none at the end.
  std::optional<MpegFrame> peek();
  // Whether the next frame begins a part: it is the first, differs in kind from the previous one, holds a Xing,
  // Info or VBRI header, or follows all frames that the last such header promised.
  bool beginsPart();
  void take();

  // The present part has fewer frames than its header promised.
  bool isMissingFrames() const noexcept;
  // Bytes of the file so far, between frames, that are neither frames nor tags.
  std::uint64_t skippedBytes() const noexcept { return m_skipped; }
  // The file ends in the middle of a frame.
  bool isCutShort() const noexcept { return m_isCutShort; }

 private:
  struct StreamHeader {
    bool isThere = false;
    std::optional<std::uint32_t> frames;
  };

  std::span<const std::byte> bytesAt(std::uint64_t offset, std::size_t count);
  std::optional<MpegFrame> frameAt(std::uint64_t offset);
  std::optional<MpegFrame> find(std::uint64_t offset, std::uint64_t end);
  bool isConfirmed(const MpegFrame& frame);
  bool isBehindPromise(const MpegFrame& frame);
  std::uint64_t behindTags(std::uint64_t offset);
  StreamHeader streamHeader(const MpegFrame& frame);
  void look();

  std::shared_ptr<const ByteFile> m_file;
  std::vector<std::byte> m_buffer;  // a piece of the file
  std::uint64_t m_bufferStart = 0;
  std::uint64_t m_position = 0;
  std::optional<MpegFrame> m_next;
  std::optional<MpegFrame> m_last;
  bool m_hasLooked = false;
  bool m_isPartNext = true;
  StreamHeader m_nextHeader;
  std::optional<std::uint32_t> m_promised;  // frames of this part
  std::uint32_t m_taken = 0;                // frames of this part, but for the one that holds its header
  std::uint64_t m_skipped = 0;
  bool m_isCutShort = false;
};

}  // namespace tunescope::audio
