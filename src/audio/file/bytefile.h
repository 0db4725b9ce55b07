// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tunescope::audio {

// A regular file with random access. Thread: one at a time. Realtime-safe: no.
class ByteFile {
 public:
  // The file, or why it cannot be read: NotFound or Unreadable (permissions, a directory, a pipe, a device).
  struct Opened {
    std::shared_ptr<const ByteFile> file;
    CaptureError error;
  };
  static Opened open(const std::string& path);

  ByteFile(int descriptor, std::uint64_t size) noexcept : m_descriptor(descriptor), m_size(size) {}
  ~ByteFile();
  ByteFile(const ByteFile&) = delete;
  ByteFile& operator=(const ByteFile&) = delete;

  // When it was opened.
  std::uint64_t size() const noexcept { return m_size; }
  // Returns the number of bytes read: fewer than requested at the end, or on an error.
  std::size_t read(std::uint64_t offset, std::span<std::byte> out) const noexcept;
  // Where the last read ended, 0 to 1 of the size: about how much of a sound has been decoded.
  double readPart() const noexcept {
    return m_size > 0 ? static_cast<double>(m_readEnd) / static_cast<double>(m_size) : 1;
  }

 private:
  int m_descriptor;
  std::uint64_t m_size;
  mutable std::uint64_t m_readEnd = 0;
};

// Bytes with an end and a read position. Thread: one at a time. Realtime-safe: no.
class ByteView {
 public:
  virtual ~ByteView() = default;

  virtual std::uint64_t size() const noexcept = 0;
  virtual std::uint64_t position() const noexcept = 0;
  virtual void seek(std::uint64_t position) noexcept = 0;
  virtual std::size_t read(std::span<std::byte> out) noexcept = 0;
};

// A part of a file.
class FileWindow final : public ByteView {
 public:
  FileWindow(std::shared_ptr<const ByteFile> file, std::uint64_t begin, std::uint64_t end) noexcept;

  std::uint64_t size() const noexcept override { return m_end - m_begin; }
  std::uint64_t position() const noexcept override { return m_position; }
  void seek(std::uint64_t position) noexcept override { m_position = position; }
  std::size_t read(std::span<std::byte> out) noexcept override;

 private:
  std::shared_ptr<const ByteFile> m_file;
  std::uint64_t m_begin;
  std::uint64_t m_end;
  std::uint64_t m_position = 0;
};

// Numbers in the byte order of files. bytes: up to eight.
inline std::uint64_t littleEndian(std::span<const std::byte> bytes) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
  return value;
}
inline std::uint64_t bigEndian(std::span<const std::byte> bytes) noexcept {
  std::uint64_t value = 0;
  for (const std::byte byte : bytes) value = value << 8 | std::to_integer<std::uint64_t>(byte);
  return value;
}
inline std::string_view textOf(std::span<const std::byte> bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace tunescope::audio
