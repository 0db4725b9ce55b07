// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/bytefile.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tunescope::audio {

namespace {

CaptureError openingError(int number) {
  const bool isMissing = number == ENOENT || number == ENOTDIR;
  return {.code = isMissing ? CaptureErrorCode::NotFound : CaptureErrorCode::Unreadable,
          .device = {},
          .detail = std::strerror(number)};
}

CaptureError wrongKind(mode_t mode) {
  const char* kind = S_ISDIR(mode)    ? "it is a directory"
                     : S_ISFIFO(mode) ? "it is a pipe; pipes are read as standard input"
                                      : "it is not a file but a device";
  return {.code = CaptureErrorCode::Unreadable, .device = {}, .detail = kind};
}

}  // namespace

ByteFile::Opened ByteFile::open(const std::string& path) {
  // Non-blocking: opening a pipe without a writer would block.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (descriptor < 0) return {.file = nullptr, .error = openingError(errno)};
  struct stat status {};
  const bool isKnown = fstat(descriptor, &status) == 0;
  const int number = errno;
  auto file = std::make_shared<ByteFile>(descriptor, static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0)));
  if (!isKnown) return {.file = nullptr, .error = openingError(number)};
  if (!S_ISREG(status.st_mode)) return {.file = nullptr, .error = wrongKind(status.st_mode)};
  return {.file = std::move(file), .error = {}};
}

ByteFile::~ByteFile() {
  close(m_descriptor);
}

std::size_t ByteFile::read(std::uint64_t offset, std::span<std::byte> out) const noexcept {
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t count = pread(m_descriptor, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  m_readEnd = std::min(offset + done, m_size);
  return done;
}

FileWindow::FileWindow(std::shared_ptr<const ByteFile> file, std::uint64_t begin, std::uint64_t end) noexcept
    : m_file(std::move(file)), m_begin(begin), m_end(std::max(begin, end)) {}

std::size_t FileWindow::read(std::span<std::byte> out) noexcept {
  const std::uint64_t left = size() - std::min(size(), m_position);
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, out.size()));
  const std::size_t count = m_file->read(m_begin + m_position, out.first(wanted));
  m_position += count;
  return count;
}

}  // namespace tunescope::audio
