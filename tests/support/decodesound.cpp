// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/file/soundreader.h"

#include <array>
#include <cstdio>

// decodesound FROM TO: what the product's reader makes of a sound file, as bare floats, so that two builds can be
// compared to the bit.
int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: decodesound FROM TO\n");
    return 2;
  }
  const tunescope::audio::OpenedSound sound = tunescope::audio::openSoundFile(argv[1]);
  if (!sound.reader) {
    std::fprintf(stderr, "%s: %s\n", argv[1], sound.error.detail.c_str());
    return 1;
  }
  std::FILE* out = std::fopen(argv[2], "wb");
  if (out == nullptr) return 1;
  const std::size_t channels = sound.reader->info().channels;
  std::array<float, 6144> block{};
  bool isWritten = true;
  while (const std::size_t frames = sound.reader->read(block)) {
    isWritten = isWritten && std::fwrite(block.data(), sizeof(float) * channels, frames, out) == frames;
  }
  isWritten = std::fclose(out) == 0 && isWritten;
  if (const tunescope::audio::CaptureError error = sound.reader->error()) {
    std::fprintf(stderr, "%s: %s\n", argv[1], error.detail.c_str());
    return 1;
  }
  return isWritten ? 0 : 1;
}
