// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes, as a file and as a stream: read or refused, within bounds, and what comes out of a source is sound that
// the core can take.
#include "audio/file/filesource.h"
#include "audio/file/soundreader.h"
#include "audio/source/framepacker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace tunescope;

constexpr std::size_t kMaxFrames = 1 << 18;  // a file may promise, and hold, more than is worth the time

void require(bool holds) {
  if (!holds) std::abort();
}

void readAll(audio::SampleSource& source, const std::string& path) {
  audio::CaptureRequest request;
  request.source = audio::SourceKind::File;
  request.path = path;
  audio::CaptureFormat format;
  if (source.open(request, format)) return;
  require(format.sampleRateHz >= 1000 && std::isfinite(format.sampleRateHz));
  core::FrameLayout layout = audio::layoutFor(format.channels, request.channel);
  std::array<float, 1500> block{};
  std::size_t total = 0;
  for (;;) {
    const auto room = std::span(block).first(block.size() / layout.width() * layout.width());
    for (std::size_t count = 0; total < kMaxFrames && (count = source.read(room, layout)) > 0; total += count) {
      require(count * layout.width() <= room.size());
      const auto frames = room.first(count * layout.width());
      require(std::ranges::all_of(frames, [](float value) { return std::isfinite(value); }));
    }
    if (total >= kMaxFrames || !source.nextStream(format)) break;
    layout = audio::layoutFor(format.channels, request.channel);
  }
  (void)source.error();
}

class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size) : m_file(::memfd_create("sound", MFD_CLOEXEC)) {
    while (size > 0) {
      const ssize_t written = ::write(m_file, data, size);
      if (written <= 0) std::abort();
      data += written;
      size -= static_cast<std::size_t>(written);
    }
  }
  ~MemoryFile() { ::close(m_file); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(m_file); }

 private:
  int m_file;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(data, size);
  audio::FileSource asFile(&audio::openSoundFile, "sound");
  readAll(asFile, file.path());
  std::size_t at = 0;
  audio::FileSource asStream(
      [&](const std::string&) {
        return audio::openWavStream([&](std::span<std::byte> out) {
          // In uneven portions, as a pipe gives them.
          const std::size_t count = std::min({out.size(), size - at, std::size_t{1} + at % 977});
          if (count > 0) std::memcpy(out.data(), data + at, count);
          at += count;
          return count;
        });
      },
      "stream");
  readAll(asStream, "-");
  return 0;
}
