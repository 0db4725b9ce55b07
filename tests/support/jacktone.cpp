// SPDX-License-Identifier: GPL-3.0-or-later
// Plays a sine into a JACK server as a client of its own, through RtAudio, until its standard input ends:
//   jacktone NAME HERTZ
// Says "playing" once it does. Exit code 1: no server, or it does not let us in.
#include <RtAudio.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <numbers>

namespace {

struct Tone {
  double step = 0;  // cycles a sample
  double phase = 0;
};

int fill(void* output, void*, unsigned frames, double, RtAudioStreamStatus, void* user) {
  auto* tone = static_cast<Tone*>(user);
  auto* samples = static_cast<float*>(output);
  for (unsigned i = 0; i < frames; ++i) {
    samples[i] = static_cast<float>(0.25 * std::sin(2 * std::numbers::pi * tone->phase));
    tone->phase = std::fmod(tone->phase + tone->step, 1.0);
  }
  return 0;
}

int play(const char* name, double hertz) {
  RtAudio audio(RtAudio::UNIX_JACK);
  RtAudio::StreamParameters parameters;
  parameters.deviceId = audio.getDefaultOutputDevice();
  parameters.nChannels = 1;
  RtAudio::StreamOptions options;
  options.streamName = name;
  const unsigned rateHz = audio.getDeviceInfo(parameters.deviceId).preferredSampleRate;
  Tone tone{.step = hertz / rateHz};
  unsigned frames = 256;
  audio.openStream(&parameters, nullptr, RTAUDIO_FLOAT32, rateHz, &frames, &fill, &tone, &options);
  audio.startStream();
  if (!audio.isStreamRunning()) return EXIT_FAILURE;
  std::puts("playing");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  audio.closeStream();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return EXIT_FAILURE;
  try {
    return play(argv[1], std::atof(argv[2]));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "jacktone: %s\n", error.what());
    return EXIT_FAILURE;
  }
}
