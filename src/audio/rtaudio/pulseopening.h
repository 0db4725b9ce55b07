// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/rtaudio/pulsequery.h"

namespace tunescope::audio {

// RtAudio opens PulseAudio's sources without a channel map, and only at one of eight rates. The server then assumes a
// map, mixes or mutes the channels of a source that has another one, and refuses more than six. While an object of this
// class exists, a source that RtAudio opens in this thread is opened with its own channel map and at the given rate, so
// every channel arrives unchanged. How it is done, and why: docs/decisions/0017. Thread: one. Realtime-safe: no.
class PulseOpening {
 public:
  // facts: recent; must outlive this.
  PulseOpening(const PulseFacts& facts, unsigned rateHz) noexcept;
  ~PulseOpening();
  PulseOpening(const PulseOpening&) = delete;
  PulseOpening& operator=(const PulseOpening&) = delete;

  // The rate of the source's stream; 0 if none was opened, or only as RtAudio does it.
  unsigned openedRateHz() const noexcept { return m_openedRateHz; }

  // For the call that is intercepted: the source's channel map if it has as many channels, else nullptr.
  const PulseChannelMap* mapOf(const char* source, unsigned channels) const;
  unsigned rateHz() const noexcept { return m_rateHz; }
  void setOpened() noexcept { m_openedRateHz = m_rateHz; }

 private:
  const PulseFacts& m_facts;
  unsigned m_rateHz;
  unsigned m_openedRateHz = 0;
  PulseOpening* m_before;
};

}  // namespace tunescope::audio
