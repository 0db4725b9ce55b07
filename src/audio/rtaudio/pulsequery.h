// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tunescope::audio {

// As libpulse lays them out.
struct PulseSampleSpec {
  int format;
  std::uint32_t rate;
  std::uint8_t channels;
};

struct PulseChannelMap {
  std::uint8_t channels = 0;
  int positions[32] = {};
};

// Queries that RtAudio does not make of PulseAudio, or not carefully: it uses the names of the default input and output
// without checking that they exist, and crashes if they do not; and version 5.2 keeps the rate that an
// input had before its server was restarted.
struct PulseFacts {
  struct Source {
    std::string name;         // the server's unique name for it
    std::string description;  // for people; not sanitised
    unsigned rateHz = 0;
    PulseChannelMap channelMap;
  };
  bool isAnswered = false;    // otherwise there is no server, or no libpulse to query it with
  bool hasDefaults = false;   // a default input and a default output
  std::string defaultSource;  // its name
  std::vector<Source> sources;
};

// The source of that name, or nullptr. Thread: any. Realtime-safe: no.
const PulseFacts::Source* findSource(const PulseFacts& facts, std::string_view name);

// Whether a stream of one can be moved to the other without being resampled or remixed. Thread: any. Realtime-safe: no.
bool haveSameLayout(const PulseFacts::Source& one, const PulseFacts::Source& other);

// Queries the server with the connection settings that RtAudio would use. Thread: any. Realtime-safe: no. May hang as
// long as the server does.
PulseFacts askPulse();

}  // namespace tunescope::audio
