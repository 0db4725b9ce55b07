// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/alsaquery.h"

#include <cerrno>
#include <dlfcn.h>

namespace tunescope::audio::rt {

// The functions are looked up at run time, since only RtAudio links with libasound.
std::string alsaDefaultInUse() {
  using Open = int (*)(void** pcm, const char* name, int stream, int mode);
  using Close = int (*)(void* pcm);
  constexpr int kCapture = 1;      // SND_PCM_STREAM_CAPTURE
  constexpr int kNonBlocking = 1;  // SND_PCM_NONBLOCK
  void* openSymbol = dlsym(RTLD_DEFAULT, "snd_pcm_open");
  void* closeSymbol = dlsym(RTLD_DEFAULT, "snd_pcm_close");
  if (openSymbol == nullptr || closeSymbol == nullptr) return {};
  void* pcm = nullptr;
  const int result = reinterpret_cast<Open>(openSymbol)(&pcm, "default", kCapture, kNonBlocking);
  if (result == 0) reinterpret_cast<Close>(closeSymbol)(pcm);
  return result == -EBUSY ? "default: Device or resource busy" : "";
}

}  // namespace tunescope::audio::rt
