// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/rtaudio/pulsequery.h"

namespace tunescope::audio {

// RtAudio opens PulseAudio's sources without a channel map. The server then assumes one, remixes or mutes the channels
// of a source with another map, and refuses more than six. While an object of this class exists, a source that RtAudio
// opens in this thread gets its own channel map, so every channel arrives unchanged. How and why:
// docs/decisions/0017. Thread: one at a time. Realtime-safe: no.
class OwnPulseMaps {
 public:
  explicit OwnPulseMaps(const PulseFacts& facts) noexcept;  // recent ones; they must outlive this
  ~OwnPulseMaps();
  OwnPulseMaps(const OwnPulseMaps&) = delete;
  OwnPulseMaps& operator=(const OwnPulseMaps&) = delete;

  // For the call that is intercepted: the source's channel map if it has as many channels, else nullptr.
  const PulseChannelMap* mapOf(const char* source, unsigned channels) const;

 private:
  const PulseFacts& m_facts;
  const OwnPulseMaps* m_before;
};

}  // namespace tunescope::audio
