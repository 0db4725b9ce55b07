// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/rtaudio/pulsemaps.h"

#include <dlfcn.h>
#include <utility>

namespace tunescope::audio {

namespace {

thread_local const OwnPulseMaps* t_maps = nullptr;

using SimpleNew = void* (*)(const char* server, const char* name, int direction, const char* source,
                            const char* streamName, const PulseSampleSpec* spec, const PulseChannelMap* map,
                            const void* bufferAttributes, int* error);

}  // namespace

OwnPulseMaps::OwnPulseMaps(const PulseFacts& facts) noexcept : m_facts(facts), m_before(std::exchange(t_maps, this)) {}

OwnPulseMaps::~OwnPulseMaps() {
  t_maps = m_before;
}

const PulseChannelMap* OwnPulseMaps::mapOf(const char* source, unsigned channels) const {
  const PulseFacts::Source* found = source == nullptr ? nullptr : findSource(m_facts, source);
  // Another number of channels: the source changed after it was listed.
  return found != nullptr && found->channelMap.channels == channels ? &found->channelMap : nullptr;
}

}  // namespace tunescope::audio

// Overrides libpulse's own: a program's symbols take precedence. For everything but RtAudio it behaves like libpulse's.
// NOLINTBEGIN(readability-identifier-naming)
extern "C" {

[[gnu::visibility("default")]] void* pa_simple_new(const char* server, const char* name, int direction,
                                                   const char* source, const char* streamName,
                                                   const tunescope::audio::PulseSampleSpec* spec,
                                                   const tunescope::audio::PulseChannelMap* map,
                                                   const void* bufferAttributes, int* error);

void* pa_simple_new(const char* server, const char* name, int direction, const char* source, const char* streamName,
                    const tunescope::audio::PulseSampleSpec* spec, const tunescope::audio::PulseChannelMap* map,
                    const void* bufferAttributes, int* error) {
  using namespace tunescope::audio;
  constexpr int kRecord = 2;         // PA_STREAM_RECORD
  constexpr int kNotSupported = 19;  // PA_ERR_NOTSUPPORTED
  static const auto open = reinterpret_cast<SimpleNew>(dlsym(RTLD_NEXT, "pa_simple_new"));
  if (open == nullptr) {
    if (error != nullptr) *error = kNotSupported;
    return nullptr;
  }
  const bool isOurs = direction == kRecord && map == nullptr && t_maps != nullptr;
  if (isOurs) map = t_maps->mapOf(source, spec->channels);
  return open(server, name, direction, source, streamName, spec, map, bufferAttributes, error);
}

}  // extern "C"
// NOLINTEND(readability-identifier-naming)
