// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/mpegframes.h"

#include "audio/file/id3tag.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace tunescope::audio {

namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t kBufferBytes = 65536;
// How far to search for the next frame: from the beginning, and after damage.
constexpr std::uint64_t kMaxLeadBytes = std::uint64_t{1} << 20;
constexpr std::uint64_t kMaxHoleBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kHeaderBytes = 4;
constexpr std::uint64_t kMinMissingFrames = 2;  // some encoders count the frame with the header

// Sync, version, layer and sample rate.
constexpr std::uint32_t kKindBits = 0xFFFE0C00;
constexpr unsigned kMonoMode = 3;

// kbit/s of MPEG 1 layers I, II, III and of MPEG 2 layer I, then II and III.
constexpr std::array<std::array<std::uint16_t, 15>, 5> kBitRates = {
    {{0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
     {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
     {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
     {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
     {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}}};
constexpr std::array<std::uint32_t, 3> kRatesHz = {44100, 48000, 32000};

std::optional<MpegFrame> parse(std::uint32_t header) noexcept {
  const unsigned version = header >> 19 & 3;  // 3: 1, 2: 2, 0: 2.5
  const unsigned layer = 4 - (header >> 17 & 3);
  const unsigned bitRate = header >> 12 & 15;
  const unsigned rate = header >> 10 & 3;
  if (header >> 21 != 0x7FF || version == 1 || layer == 4 || bitRate == 0 || bitRate == 15 || rate == 3)
    return std::nullopt;
  const bool isVersion1 = version == 3;
  const std::uint32_t rateHz = kRatesHz[rate] >> (isVersion1 ? 0 : version == 2 ? 1 : 2);
  const std::size_t row = isVersion1 ? layer - 1 : layer == 1 ? 3 : 4;
  const std::uint32_t bitsPerSecond = 1000U * kBitRates[row][bitRate];
  const std::uint32_t padding = header >> 9 & 1;
  const std::uint32_t bytes = layer == 1 ? (12 * bitsPerSecond / rateHz + padding) * 4
                                         : (layer == 3 && !isVersion1 ? 72 : 144) * bitsPerSecond / rateHz + padding;
  return MpegFrame{.offset = 0,
                   .bytes = bytes,
                   .kind = header & kKindBits,
                   .isMono = (header >> 6 & 3) == kMonoMode,
                   .isVersion1 = isVersion1};
}

bool isSameStream(const MpegFrame& a, const MpegFrame& b) noexcept {
  return a.kind == b.kind && a.isMono == b.isMono;
}

// The length of the tag or of the zeros at the beginning of these bytes; 0: neither.
std::uint64_t tagBytes(Bytes bytes) noexcept {
  const std::string_view text = textOf(bytes);
  if (const std::uint64_t id3 = id3TagBytes(bytes)) return id3;
  if (text.starts_with("TAG")) return 128;
  if (text.starts_with("APETAGEX") && bytes.size() >= 32) {
    constexpr std::uint64_t kIsHeader = std::uint64_t{1} << 29;
    const bool isHeader = (littleEndian(bytes.subspan(20, 4)) & kIsHeader) != 0;
    return 32 + (isHeader ? littleEndian(bytes.subspan(12, 4)) : 0);
  }
  return std::min(text.find_first_not_of('\0'), text.size());
}

// 0 promises nothing: a killed encoder leaves it behind.
std::optional<std::uint32_t> promisedFrames(Bytes field) noexcept {
  const auto count = static_cast<std::uint32_t>(bigEndian(field));
  return count > 0 ? std::optional(count) : std::nullopt;
}

}  // namespace

MpegFrames::MpegFrames(std::shared_ptr<const ByteFile> file) : m_file(std::move(file)) {}

Bytes MpegFrames::bytesAt(std::uint64_t offset, std::size_t count) {
  const bool isThere = offset >= m_bufferStart && offset + count <= m_bufferStart + m_buffer.size();
  if (!isThere) {
    m_buffer.resize(kBufferBytes);
    m_buffer.resize(m_file->read(offset, m_buffer));
    m_bufferStart = offset;
  }
  const Bytes bytes = Bytes(m_buffer).subspan(static_cast<std::size_t>(offset - m_bufferStart));
  return bytes.first(std::min(bytes.size(), count));
}

std::optional<MpegFrame> MpegFrames::frameAt(std::uint64_t offset) {
  const Bytes bytes = bytesAt(offset, kHeaderBytes);
  if (bytes.size() < kHeaderBytes) return std::nullopt;
  auto frame = parse(static_cast<std::uint32_t>(bigEndian(bytes)));
  if (frame) frame->offset = offset;
  return frame;
}

// Whether it is followed by another frame of its stream, a tag, or the end.
bool MpegFrames::isConfirmed(const MpegFrame& frame) {
  if (frame.end() >= m_file->size()) return frame.end() == m_file->size();
  const auto next = frameAt(frame.end());
  if (next) return isSameStream(*next, frame);
  const Bytes bytes = bytesAt(frame.end(), 32);
  return tagBytes(bytes) > 0 && bytes[0] != std::byte{0};
}

std::uint64_t MpegFrames::behindTags(std::uint64_t offset) {
  const std::uint64_t zerosEnd = offset + (m_last ? kMaxHoleBytes : kMaxLeadBytes);
  for (;;) {
    const Bytes bytes = bytesAt(offset, 4096);
    const std::uint64_t count = tagBytes(bytes);
    if (count == 0 || (bytes[0] == std::byte{0} && offset > zerosEnd)) return offset;
    offset += count;
  }
}

// The first confirmed frame from there on and before end.
std::optional<MpegFrame> MpegFrames::find(std::uint64_t offset, std::uint64_t end) {
  while (offset < end) {
    const Bytes bytes = bytesAt(offset, static_cast<std::size_t>(std::min<std::uint64_t>(end - offset, 4096)));
    if (bytes.empty()) return std::nullopt;
    const std::size_t at = textOf(bytes).find('\xFF');
    if (at == std::string_view::npos) {
      offset += bytes.size();
      continue;
    }
    offset += at;
    if (const auto frame = frameAt(offset); frame && isConfirmed(*frame)) return frame;
    ++offset;
  }
  return std::nullopt;
}

// https://www.codeproject.com/Articles/8295 describes both headers; they are in an otherwise silent frame.
MpegFrames::StreamHeader MpegFrames::streamHeader(const MpegFrame& frame) {
  constexpr std::uint64_t kVbriOffset = 36;
  constexpr std::size_t kVbriFrames = 14;
  const std::uint64_t sideBytes = frame.isVersion1 ? (frame.isMono ? 17 : 32) : (frame.isMono ? 9 : 17);
  const Bytes xing = bytesAt(frame.offset + kHeaderBytes + sideBytes, 12);
  if (xing.size() == 12 && (textOf(xing).starts_with("Xing") || textOf(xing).starts_with("Info"))) {
    StreamHeader header{.isThere = true, .frames = std::nullopt};
    if ((xing[7] & std::byte{1}) != std::byte{0}) header.frames = promisedFrames(xing.subspan(8));
    return header;
  }
  const Bytes vbri = bytesAt(frame.offset + kVbriOffset, kVbriFrames + 4);
  if (vbri.size() == kVbriFrames + 4 && textOf(vbri).starts_with("VBRI")) {
    return {.isThere = true, .frames = promisedFrames(vbri.subspan(kVbriFrames))};
  }
  return {};
}

// Finds the next frame: usually the one right after the last. Where a frame seems to
// reach into another one, it was cut off.
void MpegFrames::look() {
  if (std::exchange(m_hasLooked, true)) return;
  const std::uint64_t start = behindTags(m_position);
  std::optional<MpegFrame> frame = frameAt(start);
  const bool isNext = frame && m_last && isSameStream(*frame, *m_last);
  if (isNext && frame->end() > m_file->size()) {
    m_isCutShort = true;
    frame.reset();
  } else if (isNext && !isConfirmed(*frame) && !frameAt(frame->end()) && tagBytes(bytesAt(frame->end(), 32)) == 0) {
    if (const auto inside = find(start + 1, frame->end())) frame = inside;
  } else if (!isNext && !(frame && isConfirmed(*frame))) {
    frame = find(start, start + (m_last ? kMaxHoleBytes : kMaxLeadBytes));
  }
  m_next = frame;
  if (!frame) return;
  if (m_last) m_skipped += frame->offset - start;
  m_nextHeader = streamHeader(*frame);
  m_isPartNext = !m_last || !isSameStream(*frame, *m_last) || m_nextHeader.isThere || isBehindPromise(*frame);
}

// More than a stray frame beyond the number that this part's header promised.
bool MpegFrames::isBehindPromise(const MpegFrame& frame) {
  if (!m_promised || m_taken < *m_promised) return false;
  const auto second = frameAt(frame.end());
  return second && frameAt(second->end());
}

std::optional<MpegFrame> MpegFrames::peek() {
  look();
  return m_next;
}

bool MpegFrames::beginsPart() {
  look();
  return m_isPartNext;
}

void MpegFrames::take() {
  look();
  if (!m_next) return;
  if (m_isPartNext) {
    m_promised = m_nextHeader.frames;
    m_taken = 0;
  }
  if (!m_isPartNext || !m_nextHeader.isThere) ++m_taken;
  m_last = m_next;
  m_position = m_next->end();
  m_hasLooked = false;
}

bool MpegFrames::isMissingFrames() const noexcept {
  return m_promised && *m_promised >= std::uint64_t{m_taken} + kMinMissingFrames;
}

}  // namespace tunescope::audio
