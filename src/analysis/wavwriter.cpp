// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/wavwriter.h"

#include <array>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tunescope::analysis {

namespace {

constexpr std::size_t kBufferFrames = 16384;  // a third of a second at 48 kHz
static_assert(std::endian::native == std::endian::little, "WAV is little endian");

// Writes everything or returns the error; *done is the number of bytes written.
int writeAll(int descriptor, const char* bytes, std::size_t count, std::size_t& done) {
  for (done = 0; done < count;) {
    const ssize_t written = ::write(descriptor, bytes + done, count - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    if (written == 0) return ENOSPC;
    done += static_cast<std::size_t>(written);
  }
  return 0;
}

}  // namespace

int WavWriter::open(const std::string& path, double sampleRateHz, unsigned channels) {
  close();
  m_error = 0;
  m_written = 0;
  m_rateHz = static_cast<std::uint32_t>(std::lround(sampleRateHz));
  m_channels = channels;
  m_buffer.reserve(kBufferFrames * channels);
  m_descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (m_descriptor < 0) return m_error = errno;
  m_error = writeHeader();
  if (m_error == 0 && ::lseek(m_descriptor, kHeaderBytes, SEEK_SET) < 0) m_error = errno;
  return m_error;
}

int WavWriter::write(std::span<const float> interleaved) {
  const std::size_t capacity = kBufferFrames * m_channels;
  while (m_error == 0 && !interleaved.empty()) {
    const std::size_t count = std::min(interleaved.size(), capacity - m_buffer.size());
    m_buffer.insert(m_buffer.end(), interleaved.begin(), interleaved.begin() + static_cast<std::ptrdiff_t>(count));
    interleaved = interleaved.subspan(count);
    if (m_buffer.size() == capacity) flush();
  }
  return m_error;
}

// The samples first, then the header that counts them; never the other way round.
int WavWriter::flush() {
  if (m_error != 0 || m_descriptor < 0 || m_buffer.empty()) return m_error;
  std::size_t done = 0;
  m_error =
      writeAll(m_descriptor, reinterpret_cast<const char*>(m_buffer.data()), m_buffer.size() * sizeof(float), done);
  m_written += done / (sizeof(float) * m_channels);
  m_buffer.clear();
  const int headerError = writeHeader();
  return m_error != 0 ? m_error : m_error = headerError;
}

int WavWriter::close() {
  if (m_descriptor < 0) return m_error;
  flush();
  if (::close(std::exchange(m_descriptor, -1)) != 0 && m_error == 0) m_error = errno;
  return m_error;
}

int WavWriter::writeHeader() {
  std::array<char, kHeaderBytes> header{};
  const auto frameBytes = static_cast<std::uint32_t>(sizeof(float) * m_channels);
  const auto bytes = static_cast<std::uint32_t>(m_written * frameBytes);
  const auto put = [&header](std::size_t at, const auto& value) {
    std::memcpy(header.data() + at, &value, sizeof value);
  };
  std::memcpy(header.data(), "RIFF\0\0\0\0WAVEfmt ", 16);
  put(4, static_cast<std::uint32_t>(bytes + kHeaderBytes - 8));
  put(16, std::uint32_t{18});
  put(20, std::uint16_t{3});  // IEEE float, which needs the size of its extension (0) and a fact chunk
  put(22, static_cast<std::uint16_t>(m_channels));
  put(24, m_rateHz);
  put(28, m_rateHz * frameBytes);
  put(32, static_cast<std::uint16_t>(frameBytes));
  put(34, std::uint16_t{32});
  std::memcpy(header.data() + 38, "fact", 4);
  put(42, std::uint32_t{4});
  put(46, static_cast<std::uint32_t>(m_written));
  std::memcpy(header.data() + 50, "data", 4);
  put(54, bytes);
  const ssize_t written = ::pwrite(m_descriptor, header.data(), header.size(), 0);
  if (written == static_cast<ssize_t>(header.size())) return 0;
  return written < 0 ? errno : ENOSPC;
}

}  // namespace tunescope::analysis
