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

namespace tunescope::audio {

// Sound that is read from its beginning to its end. Thread: one at a time. Realtime-safe: no.
class SoundReader {
 public:
  static constexpr unsigned kMostChannels = 64;

  struct Info {
    double sampleRateHz = 0;
    unsigned channels = 0;
  };

  virtual ~SoundReader() = default;

  virtual Info info() const = 0;
  // Fills interleaved with whole frames (at most interleaved.size() / channels); returns how many. 0: the end, or
  // error() says what is wrong. Full scale is 1.
  virtual std::size_t read(std::span<float> interleaved) = 0;
  // Goes on to the next part of a sound that consists of several, each with an info() of its own. False: there is none.
  // After read() returned 0.
  virtual bool nextPart() { return false; }
  // Damaged when there is less than the sound's own header promised or it cannot be decoded, SecondData when there is
  // more than is read. After read() returned 0 and nextPart() false.
  virtual CaptureError error() const = 0;
};

// A reader, or why there is none.
struct OpenedSound {
  std::unique_ptr<SoundReader> reader;
  CaptureError error;
};

// A sound file on disk: WAV, FLAC, Ogg Vorbis, Opus, AIFF or MP3, known by its first bytes and not by its name.
// Chained Ogg streams and joined MP3 files have several parts. Errors: NotFound, Unreadable (permissions, a directory,
// a pipe, a device), NotAudio, Damaged, UnsupportedFormat (its rate), UnsupportedEncoding, TooLarge.
OpenedSound openSoundFile(const std::string& path);

// Up to out.size() bytes as they arrive; 0: the end. May block for a while; returns 0 too when nobody wants more.
using ByteSource = std::function<std::size_t(std::span<std::byte> out)>;

// WAV (RIFF, RIFX or RF64) as it arrives, from something that need not seek: a pipe, or a file. A length of 0 or all
// ones in its header, as streaming programs write, means "to the end". PCM of 8, 16, 24 and 32 bits, float of 32 and
// 64, mu-law and A-law, also as WAVE_FORMAT_EXTENSIBLE. Returns when the header has been read. Errors: NotAudio,
// Damaged, UnsupportedFormat (its rate), UnsupportedEncoding, TooLarge.
OpenedSound openWavStream(ByteSource source);

// Refuses what no reader should go on with: no channel or too many, an absurd rate, or one the analysis does not know.
CaptureError checkSoundInfo(const SoundReader::Info& info);

// The text of a decoder library as a clause of our own sentences: without a full stop and without "(code 18)".
std::string decoderText(std::string_view text);

}  // namespace tunescope::audio
