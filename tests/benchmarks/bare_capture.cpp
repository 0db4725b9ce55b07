// SPDX-License-Identifier: GPL-3.0-or-later
// The floor under live capture, for benchmarks/cost: RtAudio with a callback that only counts, and the price of a
// sleep.
//   bare_capture NAME SECONDS     hears the first PulseAudio input whose name has NAME in it
//   bare_capture                  prints the microseconds of CPU that a thread spends on sleeping for ten milliseconds
#include "audio/rtaudio/rtaudioapi.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>

using namespace tunescope::audio;

namespace {

double cpuMicroseconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e6 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_nsec);
}

int measureSleep() {
  constexpr int kSleeps = 300;
  const double before = cpuMicroseconds();
  for (int i = 0; i < kSleeps; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::printf("%.1f\n", (cpuMicroseconds() - before) / kSleeps);
  return EXIT_SUCCESS;
}

bool countFrames(void* user, const float*, unsigned frames, bool) noexcept {
  *static_cast<std::uint64_t*>(user) += frames;
  return true;
}

int capture(const std::string& name, int seconds) {
  std::uint64_t frames = 0;
  rt::Session session("pulse");
  rt::StreamSetup setup{.handler = &countFrames, .user = &frames};
  for (const rt::Input& input : session.inputs().inputs) {
    if (input.info.name.find(name) == std::string::npos) continue;
    setup.handle = input.handle;
    setup.channels = input.info.inputChannels;
  }
  std::string trouble = session.open(setup);
  if (trouble.empty()) trouble = session.start();
  if (!trouble.empty()) {
    std::fprintf(stderr, "bare_capture: %s\n", trouble.c_str());
    return EXIT_FAILURE;
  }
  std::this_thread::sleep_for(std::chrono::seconds(seconds));
  session.close();
  std::printf("%llu\n", static_cast<unsigned long long>(frames));
  return frames > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  return argc == 3 ? capture(argv[1], std::atoi(argv[2])) : measureSleep();
}
