// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/soundreader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace tunescope::audio {

namespace {

constexpr std::uint32_t kFormatPcm = 1;
constexpr std::uint32_t kFormatFloat = 3;
constexpr std::uint32_t kFormatExtensible = 0xFFFE;
constexpr std::uint64_t kLongestHeaderBytes = std::uint64_t{256} << 20;  // room for a picture; no more
// Programs that cannot know the length write 0, all ones, or something close to 2 or 4 GiB.
constexpr std::uint32_t kSmallestUnknownSize = 0x7FFF0000;

using Bytes = std::span<const std::byte>;

std::uint64_t littleEndian(Bytes bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  return value;
}

CaptureError damaged(std::string detail) {
  return {.code = CaptureErrorCode::Damaged, .device = {}, .detail = std::move(detail)};
}

struct SampleFormat {
  bool isFloat = false;
  unsigned bytes = 0;
};

float decode(SampleFormat format, Bytes sample) {
  const std::uint64_t raw = littleEndian(sample);
  if (format.isFloat) {
    return format.bytes == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(raw))
                             : static_cast<float>(std::bit_cast<double>(raw));
  }
  if (format.bytes == 1) return (static_cast<float>(raw) - 128.0F) / 128.0F;
  const unsigned shift = 32 - 8 * format.bytes;
  const auto value = static_cast<std::int32_t>(static_cast<std::uint32_t>(raw) << shift);
  return static_cast<float>(static_cast<double>(value) / 2147483648.0);
}

class WavStream final : public SoundReader {
 public:
  explicit WavStream(ByteSource source) : m_source(std::move(source)) {}

  CaptureError readHeader();

  Info info() const override { return m_info; }
  std::size_t read(std::span<float> interleaved) override;
  CaptureError error() const override { return m_error; }

 private:
  bool readExactly(std::span<std::byte> out);
  bool skip(std::uint64_t bytes);
  CaptureError readFormat(std::uint32_t size);
  CaptureError parseFormat(Bytes chunk);
  CaptureError beginData(std::uint32_t size);

  ByteSource m_source;
  Info m_info;
  SampleFormat m_format;
  bool m_hasFormat = false;
  std::uint32_t m_riffSize = 0;
  std::uint64_t m_headerBytes = 0;
  std::optional<std::uint64_t> m_remainingBytes;  // of the data; nothing: to the end of the input
  std::vector<std::byte> m_buffer;
  std::size_t m_buffered = 0;  // bytes of an unfinished frame at the beginning of m_buffer
  CaptureError m_error;
};

bool WavStream::readExactly(std::span<std::byte> out) {
  m_headerBytes += out.size();
  while (!out.empty()) {
    const std::size_t count = m_source(out);
    if (count == 0) return false;
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

CaptureError WavStream::readHeader() {
  std::array<std::byte, 12> riff{};
  const bool isComplete = readExactly(riff);
  const std::string_view text(reinterpret_cast<const char*>(riff.data()), riff.size());
  if (!isComplete || (text.substr(0, 4) != "RIFF" && text.substr(0, 4) != "RF64") || text.substr(8) != "WAVE") {
    return {.code = CaptureErrorCode::NotAudio, .device = {}, .detail = "it does not begin like WAV"};
  }
  m_riffSize = static_cast<std::uint32_t>(littleEndian(Bytes(riff).subspan(4, 4)));
  for (;;) {
    std::array<std::byte, 8> chunk{};
    if (!readExactly(chunk)) return damaged("it ends before its first sample");
    const std::string_view id(reinterpret_cast<const char*>(chunk.data()), 4);
    const auto size = static_cast<std::uint32_t>(littleEndian(Bytes(chunk).subspan(4)));
    if (id == "data") return beginData(size);
    if (id == "fmt ") {
      if (CaptureError error = readFormat(size)) return error;
      continue;
    }
    const std::uint64_t padded = std::uint64_t{size} + (size & 1U);
    if (m_headerBytes + padded > kLongestHeaderBytes) {
      return {
          .code = CaptureErrorCode::TooLarge, .device = {}, .detail = "more than 256 MB stand before its first sample"};
    }
    if (!skip(padded)) return damaged("it ends before its first sample");
  }
}

CaptureError WavStream::readFormat(std::uint32_t size) {
  constexpr std::uint32_t kShortest = 16;
  constexpr std::uint32_t kLongest = 1U << 16;
  std::array<std::byte, 40> chunk{};
  if (size < kShortest || size > kLongest) {
    return damaged("its format chunk says that it is " + std::to_string(size) + " bytes long");
  }
  const std::size_t used = std::min<std::size_t>(size, chunk.size());
  if (!readExactly(std::span(chunk).first(used)) || !skip(std::uint64_t{size} + (size & 1U) - used)) {
    return damaged("it ends before its first sample");
  }
  return parseFormat(Bytes(chunk).first(used));
}

CaptureError WavStream::parseFormat(Bytes chunk) {
  auto tag = static_cast<std::uint32_t>(littleEndian(chunk.subspan(0, 2)));
  m_info.channels = static_cast<unsigned>(littleEndian(chunk.subspan(2, 2)));
  m_info.sampleRateHz = static_cast<double>(littleEndian(chunk.subspan(4, 4)));
  const auto frameBytes = static_cast<unsigned>(littleEndian(chunk.subspan(12, 2)));
  const auto bits = static_cast<unsigned>(littleEndian(chunk.subspan(14, 2)));
  // The first two bytes of the extension's GUID are the tag that would stand in front without it.
  if (tag == kFormatExtensible && chunk.size() >= 26)
    tag = static_cast<std::uint32_t>(littleEndian(chunk.subspan(24, 2)));
  if (CaptureError error = checkSoundInfo(m_info)) return error;
  m_format = {.isFloat = tag == kFormatFloat, .bytes = (bits + 7) / 8};
  const bool isKnown = (tag == kFormatPcm && m_format.bytes >= 1 && m_format.bytes <= 4) ||
                       (tag == kFormatFloat && (bits == 32 || bits == 64));
  if (!isKnown) {
    return {.code = CaptureErrorCode::UnsupportedFormat,
            .device = {},
            .detail = "its samples are of type " + std::to_string(tag) + " with " + std::to_string(bits) +
                      " bits; PCM of 8 to 32 bits and float of 32 or 64 bits are read"};
  }
  if (frameBytes != m_format.bytes * m_info.channels) {
    return damaged("it says that a frame has " + std::to_string(frameBytes) + " bytes, where " +
                   std::to_string(m_format.bytes * m_info.channels) + " are needed");
  }
  m_hasFormat = true;
  return {};
}

CaptureError WavStream::beginData(std::uint32_t size) {
  if (!m_hasFormat) return damaged("its samples come before their format");
  // A size of 0 is honest only where the whole says that something else follows, or that it ends here.
  const bool isEmpty =
      size == 0 && m_riffSize != 0 && m_riffSize < kSmallestUnknownSize && m_riffSize + 8 > m_headerBytes;
  const bool isUnknown = (size == 0 && !isEmpty) || size >= kSmallestUnknownSize;
  if (!isUnknown) {
    m_remainingBytes = size;
    m_info.totalFrames = size / (m_format.bytes * m_info.channels);
  }
  return {};
}

std::size_t WavStream::read(std::span<float> interleaved) {
  const std::size_t frameBytes = std::size_t{m_format.bytes} * m_info.channels;
  const std::size_t mostFrames = interleaved.size() / m_info.channels;
  m_buffer.resize(std::max(m_buffer.size(), mostFrames * frameBytes));
  while (m_buffered < frameBytes) {
    std::size_t wanted = mostFrames * frameBytes - m_buffered;
    if (m_remainingBytes) wanted = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, *m_remainingBytes));
    const std::size_t count = wanted == 0 ? 0 : m_source(std::span(m_buffer).subspan(m_buffered, wanted));
    if (count == 0) {
      if (wanted > 0 && m_remainingBytes) m_error = damaged("it is shorter than its header says: the end is missing");
      return 0;
    }
    m_buffered += count;
    if (m_remainingBytes) *m_remainingBytes -= count;
  }
  const std::size_t frames = m_buffered / frameBytes;
  for (std::size_t i = 0; i < frames * m_info.channels; ++i) {
    interleaved[i] = decode(m_format, Bytes(m_buffer).subspan(i * m_format.bytes, m_format.bytes));
  }
  m_buffered -= frames * frameBytes;
  std::memmove(m_buffer.data(), m_buffer.data() + frames * frameBytes, m_buffered);
  return frames;
}

}  // namespace

OpenedSound openWavStream(ByteSource source) {
  auto stream = std::make_unique<WavStream>(std::move(source));
  CaptureError error = stream->readHeader();
  if (error) return {.reader = nullptr, .error = error};
  return {.reader = std::move(stream), .error = {}};
}

}  // namespace tunescope::audio
