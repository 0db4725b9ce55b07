// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

// WAV files byte by byte, so that a test can write invalid ones.
struct WavBytes {
  std::uint16_t tag = 3;  // 1: PCM, 3: float, 0xFFFE: extensible
  std::uint16_t channels = 1;
  std::uint32_t rateHz = 48000;
  std::uint16_t bits = 32;
  std::uint32_t formatSize = 16;
  std::string formatTail;  // after the first 16 bytes
  std::string beforeFormat;
  std::string beforeData;
  std::optional<std::uint32_t> riffSize;
  std::optional<std::uint32_t> dataSize;
  std::string data;

  static std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> 8 * i & 0xFF));
    return text;
  }

  static std::string floats(std::span<const float> values) {
    std::string text;
    for (const float value : values) text += little(std::bit_cast<std::uint32_t>(value), 4);
    return text;
  }

  std::string bytes() const {
    std::string body = "WAVE" + beforeFormat + "fmt " + little(formatSize, 4) + little(tag, 2) + little(channels, 2) +
                       little(rateHz, 4) + little(std::uint64_t{rateHz} * channels * (bits / 8U), 4) +
                       little(channels * (bits / 8U), 2) + little(bits, 2) + formatTail + beforeData + "data" +
                       little(dataSize.value_or(static_cast<std::uint32_t>(data.size())), 4) + data;
    return "RIFF" + little(riffSize.value_or(static_cast<std::uint32_t>(body.size())), 4) + body;
  }
};
