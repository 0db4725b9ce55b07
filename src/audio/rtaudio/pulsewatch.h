// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace tunescope::audio {

// Hears from PulseAudio (or PipeWire in its place) when a source comes or goes, or the server itself goes:
// RtAudio tells nothing of it, and asking for the list again and again costs version 5.2 some memory each time. It uses
// the libpulse that RtAudio has brought along, over the same connection settings; where there is none, it hears
// nothing. Thread: one (the control thread of a capture). Realtime-safe: no. Making it may wait for the server's
// answer.
class PulseWatch {
 public:
  PulseWatch();
  ~PulseWatch();
  PulseWatch(const PulseWatch&) = delete;
  PulseWatch& operator=(const PulseWatch&) = delete;

  bool isListening() const noexcept;  // false: nothing will be heard
  bool takeChange() noexcept;         // something has changed since the last call

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio
