// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tunescope::analysis {

// A WAV file of 32-bit floats that is valid at any moment: the header never promises more than the file holds, so a
// killed program or a full disk costs only the samples that were not yet written. Thread: one at a time.
// Realtime-safe: no.
class WavWriter {
 public:
  static constexpr std::size_t kHeaderBytes = 58;  // RIFF, fmt, fact, and the head of data

  WavWriter() = default;
  ~WavWriter() { close(); }
  WavWriter(const WavWriter&) = delete;
  WavWriter& operator=(const WavWriter&) = delete;

  // Each returns 0 or the system's error number; nothing is written after an error. An existing file is not changed.
  int open(const std::string& path, double sampleRateHz, unsigned channels = 1);
  int write(std::span<const float> interleaved);  // whole frames
  int flush();
  int close();

  bool isOpen() const noexcept { return m_descriptor >= 0; }
  // Frames given to it, on disk or not.
  std::uint64_t frames() const noexcept { return m_written + m_buffer.size() / m_channels; }

 private:
  int writeHeader();

  int m_descriptor = -1;
  std::uint32_t m_rateHz = 0;
  unsigned m_channels = 1;
  std::uint64_t m_written = 0;  // frames that are in the file
  std::vector<float> m_buffer;
  int m_error = 0;
};

}  // namespace tunescope::analysis
