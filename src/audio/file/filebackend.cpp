// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/filebackend.h"

#include "audio/channelpicker.h"
#include "audio/file/soundreader.h"
#include "audio/sourcethread.h"

#include <cerrno>
#include <optional>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tunescope::audio {

namespace {

constexpr std::size_t kFastBlockFrames = 4096;
constexpr int kStopPollMs = 20;  // how long a silent pipe may delay stop()
const char* const kStandardInputName = "standard input";

CaptureError about(const std::string& name, CaptureError error) {
  error.device = name;
  return error;
}

CaptureFormat formatOf(const SoundReader::Info& info, const std::string& name, bool isLive, std::size_t blockFrames) {
  CaptureFormat format;
  format.source = name;
  format.sampleRateHz = info.sampleRateHz;
  format.bufferFrames = static_cast<unsigned>(blockFrames);
  format.channels = info.channels;
  format.totalFrames = info.totalFrames;
  format.isLive = isLive;
  return format;
}

void play(SoundReader& reader, const std::string& name, const CaptureRequest& request, SourceControl& control) {
  const SoundReader::Info info = reader.info();
  Pacer pacer(info.sampleRateHz);
  const std::size_t blockFrames = request.realtime ? pacer.blockFrames() : kFastBlockFrames;
  const ChannelPicker picker(request.channel, info.channels);
  std::vector<float> interleaved(blockFrames * info.channels);
  std::vector<float> mono(blockFrames);
  if (!control.begin(formatOf(info, name, request.realtime, blockFrames))) return;
  while (const std::size_t frames = reader.read(interleaved)) {
    const std::span<float> block = std::span(mono).first(frames);
    picker.pick(interleaved.data(), block);
    if (request.realtime) {
      if (!pacer.waitFor(frames, control)) return;
      if (const std::uint64_t missed = pacer.takeMissed(); missed > 0) control.noteStall(missed);
    }
    if (!control.deliver(block)) return;
  }
  if (!control.isStopRequested()) control.end(about(name, reader.error()));
}

void playOpened(OpenedSound sound, const std::string& name, const CaptureRequest& request, SourceControl& control) {
  if (!sound.reader) {
    if (!control.isStopRequested()) control.fail(about(name, sound.error));
    return;
  }
  const unsigned channels = sound.reader->info().channels;
  if (!ChannelPicker::suits(request.channel, channels)) {
    control.fail({.code = CaptureErrorCode::NoSuchChannel,
                  .device = name,
                  .detail = "it has " + std::to_string(channels) + (channels == 1 ? " channel" : " channels")});
    return;
  }
  play(*sound.reader, name, request, control);
}

// Reads what has arrived; 0 at the end, on an error, and when stop is asked for.
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

std::unique_ptr<AudioBackend> makeFileBackend() {
  return makeSourceThread([](const CaptureRequest& request, SourceControl& control) {
    playOpened(openSoundFile(request.path), request.path, request, control);
  });
}

std::unique_ptr<AudioBackend> makeStandardInputBackend(int descriptor) {
  return makeSourceThread([descriptor](const CaptureRequest& request, SourceControl& control) {
    const ByteSource arriving = [descriptor, &control](std::span<std::byte> out) {
      return readArrived(descriptor, out, control);
    };
    playOpened(openWavStream(arriving), kStandardInputName, request, control);
  });
}

}  // namespace tunescope::audio
