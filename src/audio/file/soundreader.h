// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace tunescope::audio {

// Sound that is read from its beginning to its end. Thread: one. Realtime-safe: no.
class SoundReader {
 public:
  static constexpr unsigned kMostChannels = 64;

  struct Info {
    double sampleRateHz = 0;
    unsigned channels = 0;
    std::optional<std::uint64_t> totalFrames;
  };

  virtual ~SoundReader() = default;

  virtual Info info() const = 0;
  // Fills interleaved with whole frames (at most interleaved.size() / channels); returns how many. 0: the end, or
  // error() says what is wrong. Full scale is 1.
  virtual std::size_t read(std::span<float> interleaved) = 0;
  // Damaged when less is there than the sound's own header promised, or it cannot be decoded. After read() returned 0.
  virtual CaptureError error() const = 0;
};

// A reader, or why there is none.
struct OpenedSound {
  std::unique_ptr<SoundReader> reader;
  CaptureError error;
};

// A sound file on disk: WAV, FLAC, Ogg Vorbis, Opus, AIFF or MP3, known by its first bytes and not by its name.
// Errors: NotFound, Unreadable (rights, a directory, a pipe, a device), NotAudio, Damaged, UnsupportedFormat, TooLarge.
OpenedSound openSoundFile(const std::string& path);

// Up to out.size() bytes as they arrive; 0: the end. May block for a while; returns 0 too when nobody wants more.
using ByteSource = std::function<std::size_t(std::span<std::byte> out)>;

// WAV (RIFF or RF64) as it arrives, from something that cannot seek: a pipe. The length in its header may be missing
// (0 or all ones, what streaming programs write); PCM of 8, 16, 24 and 32 bits, float of 32 and 64, also as
// WAVE_FORMAT_EXTENSIBLE. Returns when the header has been read. Errors: NotAudio, Damaged, UnsupportedFormat,
// TooLarge.
OpenedSound openWavStream(ByteSource source);

// Refuses what no reader should go on with: no channel or too many, an absurd rate, or one the analysis does not know.
CaptureError checkSoundInfo(const SoundReader::Info& info);

}  // namespace tunescope::audio
