// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/bytefile.h"
#include "audio/file/chunksize.h"
#include "audio/file/soundreader.h"
#include "audio/file/wavformat.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tunescope::audio {

namespace {

constexpr std::uint64_t kMaxOtherBytes = std::uint64_t{256} << 20;  // besides the samples; no more than a picture needs
constexpr std::uint64_t kAllOnes64 = ~std::uint64_t{0};
const char* const kEndsEarly = "it ends before its first sample";

using Bytes = std::span<const std::byte>;

CaptureError damaged(std::string detail) {
  return {.code = CaptureErrorCode::Damaged, .device = {}, .detail = std::move(detail)};
}

CaptureError secondData() {
  return {.code = CaptureErrorCode::SecondData, .device = {}, .detail = "it has a second data chunk"};
}

std::string beginning(std::string_view head) {
  const auto at = [head](std::size_t offset, std::string_view text) {
    return head.substr(std::min(offset, head.size()), text.size()) == text;
  };
  if (head.empty()) return "nothing came";
  const char* kind = nullptr;
  if (at(0, "fLaC")) kind = "FLAC";
  if (at(0, "OggS")) kind = "Ogg";
  if (at(0, "ID3") || at(0, "\xFF\xFB") || at(0, "\xFF\xF3")) kind = "MP3";
  if (at(0, "FORM")) kind = "AIFF";
  return kind == nullptr ? "it does not begin like WAV" : std::string("it begins like ") + kind;
}

class WavStream final : public SoundReader {
 public:
  explicit WavStream(ByteSource source) : m_source(std::move(source)) {}

  CaptureError readHeader();

  Info info() const override { return m_format.info(); }
  std::size_t read(std::span<float> interleaved) override;
  CaptureError error() const override { return m_error; }

 private:
  struct Chunk {
    std::array<std::byte, 8> bytes{};
    std::uint32_t size = 0;
    std::string_view id() const noexcept { return textOf(bytes).substr(0, 4); }
    std::uint64_t padded() const noexcept { return std::uint64_t{size} + (size & 1U); }
  };

  bool readExactly(std::span<std::byte> out);
  bool skip(std::uint64_t bytes);
  bool readChunk(Chunk& chunk);
  CaptureError takeChunk(const Chunk& chunk);
  CaptureError readSizes(const Chunk& chunk);
  CaptureError readFormat(const Chunk& chunk);
  CaptureError beginData(const Chunk& chunk);
  bool isFollowedByChunks();
  bool fillFrame(std::size_t frameBytes, std::size_t maxBytes);
  void conclude(bool isComplete);
  std::uint64_t number(Bytes bytes) const noexcept { return m_isBigEndian ? bigEndian(bytes) : littleEndian(bytes); }

  ByteSource m_source;
  WavFormat m_format;
  bool m_hasFormat = false;
  bool m_isBigEndian = false;
  bool m_isConcluded = false;
  std::uint64_t m_position = 0;                   // in the stream
  std::optional<std::uint64_t> m_end;             // of the whole, from its header; none: unknown
  std::optional<std::uint64_t> m_longDataSize;    // of RF64
  std::optional<std::uint64_t> m_remainingBytes;  // of the data; none: to the end of the input
  bool m_isPromise = false;                       // m_remainingBytes must be there; otherwise it is only a limit
  std::uint32_t m_padding = 0;                    // after the data
  std::vector<std::byte> m_buffer;
  std::size_t m_buffered = 0;  // bytes at the beginning of m_buffer that are not decoded yet
  CaptureError m_error;
};

bool WavStream::readExactly(std::span<std::byte> out) {
  while (!out.empty()) {
    const std::size_t count = m_source(out);
    if (count == 0) return false;
    m_position += count;
    out = out.subspan(count);
  }
  return true;
}

bool WavStream::skip(std::uint64_t bytes) {
  std::array<std::byte, 4096> waste{};
  while (bytes > 0) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, waste.size()));
    if (!readExactly(std::span(waste).first(count))) return false;
    bytes -= count;
  }
  return true;
}

bool WavStream::readChunk(Chunk& chunk) {
  if (!readExactly(chunk.bytes)) return false;
  chunk.size = static_cast<std::uint32_t>(number(Bytes(chunk.bytes).subspan(4)));
  return true;
}

CaptureError WavStream::readHeader() {
  std::array<std::byte, 12> head{};
  const bool isComplete = readExactly(head);
  const std::string_view text = textOf(head);
  const std::string_view id = text.substr(0, 4);
  if (!isComplete || (id != "RIFF" && id != "RIFX" && id != "RF64") || text.substr(8) != "WAVE") {
    return {.code = CaptureErrorCode::NotAudio,
            .device = {},
            .detail = beginning(text.substr(0, static_cast<std::size_t>(m_position)))};
  }
  m_isBigEndian = id == "RIFX";
  const std::uint64_t size = number(Bytes(head).subspan(4, 4));
  if (!isPlaceholderSize(size)) m_end = size + 8;
  for (;;) {
    Chunk chunk;
    if (!readChunk(chunk)) return damaged(kEndsEarly);
    if (chunk.id() == "data") return beginData(chunk);
    if (CaptureError error = takeChunk(chunk)) return error;
  }
}

CaptureError WavStream::takeChunk(const Chunk& chunk) {
  if (chunk.id() == "fmt ") return readFormat(chunk);
  if (chunk.id() == "ds64") return readSizes(chunk);
  if (m_position + chunk.padded() > kMaxOtherBytes) {
    return {
        .code = CaptureErrorCode::TooLarge, .device = {}, .detail = "more than 256 MB stand before its first sample"};
  }
  return skip(chunk.padded()) ? CaptureError{} : damaged(kEndsEarly);
}

// EBU Tech 3306: lengths beyond 32 bits.
CaptureError WavStream::readSizes(const Chunk& chunk) {
  std::array<std::byte, 16> sizes{};
  if (chunk.size < sizes.size() || m_position + chunk.padded() > kMaxOtherBytes) {
    return damaged("its chunk of sizes says that it is " + std::to_string(chunk.size) + " bytes long");
  }
  if (!readExactly(sizes) || !skip(chunk.padded() - sizes.size())) return damaged(kEndsEarly);
  const std::uint64_t whole = littleEndian(Bytes(sizes).first(8));
  const std::uint64_t data = littleEndian(Bytes(sizes).subspan(8));
  if (whole > 0 && whole < kAllOnes64 - 8) m_end = whole + 8;
  if (data > 0 && data < kAllOnes64) m_longDataSize = data;
  return {};
}

CaptureError WavStream::readFormat(const Chunk& chunk) {
  constexpr std::uint32_t kMinSize = 16;
  constexpr std::uint32_t kMaxSize = 1U << 16;
  std::array<std::byte, 40> format{};
  if (chunk.size < kMinSize || chunk.size > kMaxSize) {
    return damaged("its format chunk says that it is " + std::to_string(chunk.size) + " bytes long");
  }
  const std::size_t used = std::min<std::size_t>(chunk.size, format.size());
  if (!readExactly(std::span(format).first(used)) || !skip(chunk.padded() - used)) return damaged(kEndsEarly);
  m_hasFormat = true;
  return m_format.parse(Bytes(format).first(used), m_isBigEndian);
}

CaptureError WavStream::beginData(const Chunk& chunk) {
  if (!m_hasFormat) return damaged("its samples come before their format");
  const bool isLong = m_longDataSize && isPlaceholderSize(chunk.size);
  const std::uint64_t size = isLong ? *m_longDataSize : chunk.size;
  m_isPromise = isLong || !isPlaceholderSize(size);
  m_padding = static_cast<std::uint32_t>(size & 1U);
  constexpr std::uint32_t kAllOnes = 0xFFFFFFFF;
  if (m_isPromise || (size != 0 && size != kAllOnes)) m_remainingBytes = size;
  if (size == 0 && isFollowedByChunks()) m_remainingBytes = 0;
  return {};
}

// Distinguishes no samples at all before other chunks from a length of 0 that was never filled in.
bool WavStream::isFollowedByChunks() {
  Chunk chunk;
  if (!m_end || *m_end < m_position + chunk.bytes.size()) return false;
  m_buffer.resize(chunk.bytes.size());
  while (m_buffered < m_buffer.size()) {
    const std::size_t count = m_source(std::span(m_buffer).subspan(m_buffered));
    if (count == 0) break;
    m_position += count;
    m_buffered += count;
  }
  if (m_buffered < m_buffer.size()) return false;
  std::ranges::copy(m_buffer, chunk.bytes.begin());
  chunk.size = static_cast<std::uint32_t>(number(Bytes(chunk.bytes).subspan(4)));
  const bool isName = std::ranges::all_of(chunk.id(), [](char c) { return c >= ' ' && c <= '~'; });
  if (!isName || m_position + chunk.padded() > std::min(*m_end, kMaxOtherBytes)) return false;
  m_buffered = 0;
  if (chunk.id() == "data") m_error = secondData();
  skip(chunk.padded());
  return true;
}

// Ensures that a whole frame is available. False: the end.
bool WavStream::fillFrame(std::size_t frameBytes, std::size_t maxBytes) {
  while (m_buffered < frameBytes) {
    std::size_t wanted = maxBytes - m_buffered;
    if (m_remainingBytes) wanted = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, *m_remainingBytes));
    const std::size_t count = wanted == 0 ? 0 : m_source(std::span(m_buffer).subspan(m_buffered, wanted));
    if (count == 0) {
      conclude(wanted == 0);
      return false;
    }
    m_position += count;
    m_buffered += count;
    if (m_remainingBytes) *m_remainingBytes -= count;
  }
  return true;
}

std::size_t WavStream::read(std::span<float> interleaved) {
  const std::size_t frameBytes = m_format.frameBytes();
  const std::size_t channels = m_format.info().channels;
  const std::size_t maxFrames = interleaved.size() / channels;
  if (maxFrames == 0 || m_isConcluded) return 0;
  m_buffer.resize(std::max(m_buffer.size(), maxFrames * frameBytes));
  if (!fillFrame(frameBytes, maxFrames * frameBytes)) return 0;
  const std::size_t frames = std::min(m_buffered / frameBytes, maxFrames);
  m_format.decode(m_buffer, interleaved.first(frames * channels));
  m_buffered -= frames * frameBytes;
  std::memmove(m_buffer.data(), m_buffer.data() + frames * frameBytes, m_buffered);
  return frames;
}

// After the last sample. Reads only as far as the header says: a pipe may stay open.
void WavStream::conclude(bool isComplete) {
  m_isConcluded = true;
  if (!isComplete && m_isPromise) m_error = damaged(kEndIsMissing);
  if (!isComplete || !m_end || !skip(m_padding)) return;
  const std::uint64_t limit = std::min(*m_end, m_position + kMaxOtherBytes);
  Chunk chunk;
  while (m_position + chunk.bytes.size() <= limit && readChunk(chunk)) {
    if (chunk.id() == "data") {
      m_error = secondData();
      return;
    }
    if (m_position + chunk.padded() > limit || !skip(chunk.padded())) return;
  }
}

}  // namespace

OpenedSound openWavStream(ByteSource source) {
  auto stream = std::make_unique<WavStream>(std::move(source));
  CaptureError error = stream->readHeader();
  if (error) return {.reader = nullptr, .error = error};
  return {.reader = std::move(stream), .error = {}};
}

}  // namespace tunescope::audio
