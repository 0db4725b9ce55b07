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
#include <string_view>
#include <vector>

namespace tunescope::audio {

// Sound that is read from beginning to end. Thread: one at a time. Realtime-safe: no.
class SoundReader {
 public:
  static constexpr unsigned kMaxChannels = 64;

  struct Info {
    double sampleRateHz = 0;
    unsigned channels = 0;
    std::vector<core::Speaker> speakers{};  // of those; empty: the file does not declare them
  };

  virtual ~SoundReader() = default;

  virtual Info info() const = 0;
  // Fills interleaved with whole frames (at most interleaved.size() / channels); returns how many. 0: the end, or an
  // error() that says why. Full scale is 1.
  virtual std::size_t read(std::span<float> interleaved) = 0;
  // Leaves out that many frames; returns how many there were. As exact as reading them; how fast depends on the format.
  virtual std::uint64_t skipFrames(std::uint64_t frames);
  // Moves to the next part of a sound that consists of several, each with its own info(). False: there is none.
  // After read() returned 0.
  virtual bool nextPart() { return false; }
  // Damaged if there is less than the sound's header promised or it cannot be decoded, SecondData if there is
  // more than was read. After read() returned 0 and nextPart() false.
  virtual CaptureError error() const = 0;
};

class ByteFile;

// A reader, or why there is none.
struct OpenedSound {
  std::unique_ptr<SoundReader> reader;
  CaptureError error;
  std::shared_ptr<const ByteFile> file{};  // of openSoundFile(): what the reader reads from
};

// A sound file on disk: WAV, FLAC, Ogg Vorbis, Opus, AIFF or MP3, recognised by its first bytes, not its name.
// Chained Ogg streams and joined MP3 files have several parts. Errors: NotFound, Unreadable (permissions, a directory,
// a pipe, a device), NotAudio, Damaged, UnsupportedFormat (its rate), UnsupportedEncoding, TooLarge.
OpenedSound openSoundFile(const std::string& path);

// Up to out.size() bytes as they arrive; 0: the end. May block for a while; also returns 0 after a stop.
using ByteSource = std::function<std::size_t(std::span<std::byte> out)>;

// WAV (RIFF, RIFX or RF64) as it arrives, from a source that need not seek: a pipe, or a file. A length of 0 or all
// ones in its header, as streaming programs write it, means "to the end". PCM of 8, 16, 24 and 32 bits, float of 32 and
// 64, mu-law and A-law, also as WAVE_FORMAT_EXTENSIBLE. Returns when the header has been read. Errors: NotAudio,
// Damaged, UnsupportedFormat (its rate), UnsupportedEncoding, TooLarge.
OpenedSound openWavStream(ByteSource source);

// Refuses what no reader should accept: no channel or too many, or a rate that the analysis does not support.
CaptureError checkSoundInfo(const SoundReader::Info& info);

// The message of a decoder library as a clause: without a full stop and without "(code 18)".
std::string decoderText(std::string_view text);

}  // namespace tunescope::audio
