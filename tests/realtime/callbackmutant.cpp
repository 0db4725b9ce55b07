// SPDX-License-Identifier: GPL-3.0-or-later
// A capture callback that does what none may, on a real stream of PulseAudio: RealtimeSanitizer must stop it, and the
// compiler, asked for function effects, must refuse it. Exits 1 if nothing stopped it.
#include "audio/rtaudio/rtaudioapi.h"

#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

#ifdef TUNESCOPE_MUTANT_RUNS  // else the compiler is to say what it thinks of it
#pragma clang diagnostic ignored "-Wfunction-effects"
#endif

namespace {

using namespace tunescope::audio;

struct Kept {
  std::vector<float> samples;
  std::mutex mutex;
};

bool onBlock(void* user, const float* interleaved, unsigned frames, bool /*isOverflow*/) noexcept TS_NONBLOCKING {
  auto* kept = static_cast<Kept*>(user);
#if defined(TUNESCOPE_MUTANT_ALLOCATE)
  kept->samples.push_back(interleaved[frames - 1]);
#elif defined(TUNESCOPE_MUTANT_LOCK)
  const std::lock_guard lock(kept->mutex);
#elif defined(TUNESCOPE_MUTANT_PRINT)
  std::printf("%u frames\n", frames);
#endif
  return kept != nullptr && interleaved != nullptr && frames > 0;
}

}  // namespace

int main() {
  Kept kept;
  rt::Session session("pulse");
  const rt::Listing listing = session.inputs();
  if (listing.inputs.empty()) {
    std::puts("PulseAudio has no input");
    return 1;
  }
  rt::StreamSetup setup;
  setup.handle = listing.inputs.front().handle;
  setup.channels = listing.inputs.front().info.inputChannels;
  setup.handler = &onBlock;
  setup.user = &kept;
  if (!session.open(setup).empty() || !session.start().empty()) {
    std::puts("the input cannot be opened");
    return 1;
  }
  std::this_thread::sleep_for(std::chrono::seconds(3));
  session.close();
  std::puts("three seconds of callbacks, and nothing stopped them");
  return 1;
}
