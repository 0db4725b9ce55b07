// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

namespace tunescope::audio {

// Reports when a source of PulseAudio (or PipeWire in its place) comes or goes, when another source becomes the default
// one, when the server goes, and when the user moves this process's stream to another source in a mixer.
// RtAudio reports none of it, and repeated listing costs version 5.2 some memory each time. It uses the libpulse
// that RtAudio loaded, with the same connection settings; without one, it reports nothing. Thread: source.
// Realtime-safe: no. The constructor may wait for the server's answer.
class PulseWatch {
 public:
  struct Source {
    std::string name;         // the server's unique name for it
    std::string description;  // for people; sanitised
  };

  explicit PulseWatch(std::string source);  // the name of the one that was opened
  ~PulseWatch();
  PulseWatch(const PulseWatch&) = delete;
  PulseWatch& operator=(const PulseWatch&) = delete;

  bool isListening() const noexcept;  // false: nothing will be reported
  bool takeChange() noexcept;         // something may have changed since the last call; true once after the start
  Source heardSource() const;         // to which the stream is connected now; without a description until it is moved
  void moveStreamTo(const std::string& source);  // by its name

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio
