// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

namespace tunescope::audio {

// Hears from PulseAudio (or PipeWire in its place) when a source comes or goes, when the server itself goes, and when
// this process's stream is moved to another source (people do that in mixers): RtAudio tells nothing of it, and asking
// for the list again and again costs version 5.2 some memory each time. It uses the libpulse that RtAudio has brought
// along, over the same connection settings; where there is none, it hears nothing. Thread: one (the control thread of a
// capture). Realtime-safe: no. Making it may wait for the server's answer.
class PulseWatch {
 public:
  explicit PulseWatch(std::string source);  // the name, sanitised, of the one that was opened
  ~PulseWatch();
  PulseWatch(const PulseWatch&) = delete;
  PulseWatch& operator=(const PulseWatch&) = delete;

  bool isListening() const noexcept;  // false: nothing will be heard
  bool takeChange() noexcept;         // something has changed since the last call
  std::string heardSource() const;    // the name, sanitised, of the source that the stream is connected to now

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio
