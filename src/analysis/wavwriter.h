// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tunescope::analysis {

// A WAV file of 32-bit floats that is whole at any moment: what its header says is always in it, so that a program
// that is killed, or a disk that is full, costs no more than what was not yet written. Thread: one at a time.
// Realtime-safe: no.
class WavWriter {
 public:
  WavWriter() = default;
  ~WavWriter() { close(); }
  WavWriter(const WavWriter&) = delete;
  WavWriter& operator=(const WavWriter&) = delete;

  // Each says 0, or the system's error number; after an error nothing more is written. An existing file is not touched.
  int open(const std::string& path, double sampleRateHz, unsigned channels = 1);
  int write(std::span<const float> interleaved);  // whole frames
  int flush();
  int close();

  bool isOpen() const noexcept { return m_descriptor >= 0; }
  // Given to it, whether on disk yet or not.
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
