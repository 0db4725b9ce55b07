// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/file/soundreader.h"

#include <cstddef>
#include <span>

namespace tunescope::audio {

// The encoding of a WAV file's samples, from its format chunk. Thread: any. Realtime-safe: no.
class WavFormat {
 public:
  // chunk: 16 bytes or more. Errors: Damaged, UnsupportedFormat (its rate), UnsupportedEncoding, TooLarge.
  CaptureError parse(std::span<const std::byte> chunk, bool isBigEndian);

  const SoundReader::Info& info() const noexcept { return m_info; }
  std::size_t frameBytes() const noexcept { return m_sampleBytes * m_info.channels; }
  // bytes: whole samples, as many as fit into out.
  void decode(std::span<const std::byte> bytes, std::span<float> out) const noexcept;

 private:
  enum class Encoding : std::uint8_t { Pcm, Float, MuLaw, ALaw };

  CaptureError setEncoding(unsigned tag, unsigned bits);
  CaptureError setSampleBytes(unsigned frameBytes);
  float sample(std::span<const std::byte> bytes) const noexcept;

  SoundReader::Info m_info;
  Encoding m_encoding = Encoding::Pcm;
  bool m_isBigEndian = false;
  std::size_t m_sampleBytes = 0;
};

}  // namespace tunescope::audio
