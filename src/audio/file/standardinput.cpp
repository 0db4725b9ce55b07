// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/filebackend.h"
#include "audio/file/filesource.h"
#include "audio/source/sourcethread.h"

#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace tunescope::audio {

namespace {

constexpr int kStopPollMs = 20;  // the maximum delay of stop() by a silent pipe
const char* const kStandardInputName = "standard input";

// Reads available bytes; 0 at the end, on an error, and after a request to stop.
std::size_t readArrived(int descriptor, std::span<std::byte> out, const SourceControl& control) {
  while (!control.isStopRequested()) {
    pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
    const int ready = poll(&waiting, 1, kStopPollMs);
    if (ready == 0) continue;
    const ssize_t count = ready < 0 ? -1 : read(descriptor, out.data(), out.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR && errno != EAGAIN) return 0;
  }
  return 0;
}

}  // namespace

std::unique_ptr<AudioBackend> makeStandardInputBackend(int descriptor) {
  return makeSourceThread([descriptor](const CaptureRequest& request, SourceControl& control) {
    const ByteSource arriving = [descriptor, &control](std::span<std::byte> out) {
      return readArrived(descriptor, out, control);
    };
    FileSource source([&arriving](const std::string&) { return openWavStream(arriving); }, kStandardInputName);
    playSource(source, request, control);
  });
}

}  // namespace tunescope::audio
