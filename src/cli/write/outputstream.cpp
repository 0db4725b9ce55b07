// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/write/outputstream.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace tunescope::cli {

namespace {

constexpr std::size_t kBufferBytes = 1 << 16;
// As much as a pipe accepts without blocking when poll() calls it writable (POSIX guarantees 512 bytes, Linux 4096).
constexpr std::size_t kPipeBytes = 4096;
constexpr int kPollMs = 100;

}  // namespace

OutputStream::OutputStream() : m_descriptor(STDOUT_FILENO) {
  inspect();
}

OutputStream::~OutputStream() {
  if (!m_createdPath.empty() && !m_isBegun && identityOf(m_createdPath.c_str()) == identity()) {
    ::unlink(m_createdPath.c_str());
  }
  if (m_isOwned) ::close(m_descriptor);
}

bool OutputStream::openFile(const std::string& path) {
  // O_NONBLOCK: opening a FIFO would otherwise block until its reader comes, and nothing could interrupt that.
  constexpr int kFlags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK;
  int descriptor = ::open(path.c_str(), kFlags | O_EXCL, 0666);
  const bool isCreated = descriptor >= 0;
  if (!isCreated) descriptor = ::open(path.c_str(), kFlags, 0666);
  if (descriptor < 0) {
    m_error = errno;
    return false;
  }
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags != -1) ::fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
  const std::optional<FileIdentity> standardOutput = identity();
  m_descriptor = descriptor;
  m_isOwned = true;
  if (isCreated) m_createdPath = path;
  if (standardOutput && identity() == standardOutput) {  // two descriptors would overwrite each other's lines
    ::close(descriptor);
    m_descriptor = STDOUT_FILENO;
    m_isOwned = false;
  }
  inspect();
  return true;
}

bool OutputStream::begin() {
  if (m_state != State::Open || std::exchange(m_isBegun, true)) return m_state == State::Open;
  struct stat status {};
  if (!m_isOwned || ::fstat(m_descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return true;
  if (::ftruncate(m_descriptor, 0) != 0) fail(errno);
  return m_state == State::Open;
}

void OutputStream::inspect() noexcept {
  struct stat status {};
  if (::fstat(m_descriptor, &status) != 0) return;
  // A character device other than a terminal is /dev/null or similar: no reader waits for its lines.
  m_isFile = S_ISREG(status.st_mode) || (S_ISCHR(status.st_mode) && !isTerminal());
  m_isPollable = !m_isFile;
}

bool OutputStream::write(std::string_view lines) {
  if (lines.empty()) return m_state == State::Open;
  if (!begin()) return false;
  if (!m_isFile) return send(lines);
  m_buffer += lines;
  return m_buffer.size() < kBufferBytes || flush();
}

bool OutputStream::flush() {
  if (m_state != State::Open) return false;
  const bool done = send(m_buffer);
  m_buffer.clear();
  return done;
}

bool OutputStream::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (m_isPollable && !waitUntilWritable()) return false;
    const std::size_t count = m_isPollable ? std::min(bytes.size(), kPipeBytes) : bytes.size();
    const ssize_t written = ::write(m_descriptor, bytes.data(), count);
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      fail(errno);
      return false;
    }
  }
  return true;
}

bool OutputStream::waitUntilWritable() {
  pollfd entry{.fd = m_descriptor, .events = POLLOUT, .revents = 0};
  for (;;) {
    const int ready = ::poll(&entry, 1, kPollMs);
    if (ready > 0) return true;  // also if the reader has closed it: write() reports that
    if (ready < 0 && errno != EINTR) return true;
    if (!m_isHurried.load(std::memory_order_relaxed)) continue;
    m_patienceMs -= kPollMs;
    if (m_patienceMs > 0) continue;
    m_state = State::Closed;
    return false;
  }
}

void OutputStream::fail(int error) noexcept {
  m_state = error == EPIPE || error == ECONNRESET ? State::Closed : State::Failed;
  m_error = error;
}

bool OutputStream::isTerminal() const noexcept {
  return ::isatty(m_descriptor) == 1;
}

}  // namespace tunescope::cli
