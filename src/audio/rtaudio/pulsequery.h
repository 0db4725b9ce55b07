// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace tunescope::audio {

// What RtAudio does not ask PulseAudio, or not with due care: it takes the names of the default input and output
// without looking whether there are any, and dies where there are none; and version 5.2 goes on with the rate that an
// input had before its server was started again.
struct PulseFacts {
  struct Source {
    std::string name;  // as RtAudio has it: the description, not sanitised
    unsigned rateHz = 0;
  };
  bool isAnswered = false;   // else the server is not there, or there is no libpulse to ask it with
  bool hasDefaults = false;  // a default input and a default output
  std::vector<Source> sources;
};

// Asks, over the connection settings that RtAudio would use. Thread: any. Realtime-safe: no. May hang as long as the
// server does.
PulseFacts askPulse();

}  // namespace tunescope::audio
