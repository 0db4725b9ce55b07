// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/wavformat.h"

#include "audio/file/bytefile.h"
#include "audio/file/speakermask.h"

#include <bit>
#include <cstdint>
#include <string>
#include <utility>

namespace tunescope::audio {

namespace {

using Bytes = std::span<const std::byte>;

constexpr unsigned kTagPcm = 1;
constexpr unsigned kTagFloat = 3;
constexpr unsigned kTagALaw = 6;
constexpr unsigned kTagMuLaw = 7;
constexpr unsigned kTagExtensible = 0xFFFE;

// Names for tags of RFC 2361 and its registry.
std::string encodingName(unsigned tag, unsigned bits) {
  switch (tag) {
    case 2:
      return "Microsoft ADPCM";
    case 0x11:
      return "IMA ADPCM";
    case 0x14:
    case 0x40:
      return "G.721 or G.723 ADPCM";
    case 0x31:
      return "GSM 6.10";
    case 0x45:
    case 0x64:
      return "G.726 ADPCM";
    case 0x50:
    case 0x55:
      return "MPEG audio in WAV";
    default:
      return "type " + std::to_string(tag) + " with " + std::to_string(bits) + " bits";
  }
}

// ITU-T G.711, to 16 bits.
int fromMuLaw(unsigned code) noexcept {
  code = ~code & 0xFF;
  const int magnitude = static_cast<int>(((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4);
  return (code & 0x80) != 0 ? 0x84 - magnitude : magnitude - 0x84;
}

int fromALaw(unsigned code) noexcept {
  code ^= 0x55;
  const unsigned segment = (code & 0x70) >> 4;
  const unsigned mantissa = (code & 0x0F) << 4;
  const auto magnitude = static_cast<int>(segment == 0 ? mantissa + 8 : (mantissa + 0x108) << (segment - 1));
  return (code & 0x80) != 0 ? magnitude : -magnitude;
}

}  // namespace

CaptureError WavFormat::parse(Bytes chunk, bool isBigEndian) {
  m_isBigEndian = isBigEndian;
  const auto number = [&](std::size_t offset, std::size_t size) {
    const Bytes field = chunk.subspan(offset, size);
    return static_cast<unsigned>(isBigEndian ? bigEndian(field) : littleEndian(field));
  };
  m_info = {.sampleRateHz = static_cast<double>(number(4, 4)), .channels = number(2, 2)};
  if (CaptureError error = checkSoundInfo(m_info)) return error;
  // The first two bytes of the extension's GUID are the tag of the plain format.
  const bool isExtensible = number(0, 2) == kTagExtensible && chunk.size() >= 26;
  if (isExtensible) m_info.speakers = speakersOfMask(number(20, 4), m_info.channels);
  if (CaptureError error = setEncoding(number(isExtensible ? 24 : 0, 2), number(14, 2))) return error;
  return setSampleBytes(number(12, 2));
}

CaptureError WavFormat::setEncoding(unsigned tag, unsigned bits) {
  m_sampleBytes = (bits + 7) / 8;
  switch (tag) {
    case kTagPcm:
      m_encoding = Encoding::Pcm;
      if (m_sampleBytes >= 1 && m_sampleBytes <= 4) return {};
      break;
    case kTagFloat:
      m_encoding = Encoding::Float;
      if (bits == 32 || bits == 64) return {};
      break;
    case kTagMuLaw:
    case kTagALaw:
      m_encoding = tag == kTagMuLaw ? Encoding::MuLaw : Encoding::ALaw;
      m_sampleBytes = 1;
      if (bits == 8 || bits == 0) return {};
      break;
    default:
      break;
  }
  return {.code = CaptureErrorCode::UnsupportedEncoding, .device = {}, .detail = encodingName(tag, bits)};
}

// Frames of 0 bytes are computed. PCM may use larger containers than its bits need: it is in their upper bits.
CaptureError WavFormat::setSampleBytes(unsigned frameBytes) {
  const auto needed = static_cast<unsigned>(m_sampleBytes * m_info.channels);
  if (frameBytes == 0 || frameBytes == needed) return {};
  const unsigned container = frameBytes / m_info.channels;
  const bool isLarger = m_encoding == Encoding::Pcm && frameBytes % m_info.channels == 0 && container > m_sampleBytes;
  if (isLarger && container <= 4) {
    m_sampleBytes = container;
    return {};
  }
  return {.code = CaptureErrorCode::Damaged,
          .device = {},
          .detail = "it says that a frame has " + std::to_string(frameBytes) + " bytes, where " +
                    std::to_string(needed) + " are needed"};
}

void WavFormat::decode(Bytes bytes, std::span<float> out) const noexcept {
  for (float& value : out) {
    value = sample(bytes.first(m_sampleBytes));
    bytes = bytes.subspan(m_sampleBytes);
  }
}

float WavFormat::sample(Bytes bytes) const noexcept {
  const std::uint64_t raw = m_isBigEndian ? bigEndian(bytes) : littleEndian(bytes);
  switch (m_encoding) {
    case Encoding::MuLaw:
      return static_cast<float>(fromMuLaw(static_cast<unsigned>(raw))) / 32768.0F;
    case Encoding::ALaw:
      return static_cast<float>(fromALaw(static_cast<unsigned>(raw))) / 32768.0F;
    case Encoding::Float:
      return m_sampleBytes == 4 ? std::bit_cast<float>(static_cast<std::uint32_t>(raw))
                                : static_cast<float>(std::bit_cast<double>(raw));
    case Encoding::Pcm:
      break;
  }
  if (m_sampleBytes == 1) return (static_cast<float>(raw) - 128.0F) / 128.0F;
  const auto shift = static_cast<unsigned>(32 - 8 * m_sampleBytes);
  const auto value = static_cast<std::int32_t>(static_cast<std::uint32_t>(raw) << shift);
  return static_cast<float>(static_cast<double>(value) / 2147483648.0);
}

}  // namespace tunescope::audio
