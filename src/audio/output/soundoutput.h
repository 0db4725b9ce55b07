// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturetypes.h"

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>

namespace tunescope::audio {

// A part of a sound file to be played. Times are seconds from its first sample.
struct PlayWish {
  std::string path;  // as the system's bytes
  double fromS = 0;
  double toS = std::numeric_limits<double>::infinity();
  double startS = 0;  // where the first round begins, fromS to toS
  bool isLooping = false;
};

struct PlayStatus {
  // There is no output; it cannot be opened, or failed; the file cannot be read any more (error says why).
  enum class Problem { None, NoOutput, Refused, File };

  bool isPlaying = false;
  double timeS = 0;  // what is heard now
  Problem problem = Problem::None;
  CaptureError error{};
};

// Plays sound files on the system's default output. Thread: one at a time; the handler is called there.
// Realtime-safe: no.
class SoundOutput {
 public:
  virtual ~SoundOutput() = default;  // ends what plays

  virtual void play(const PlayWish& wish) = 0;  // instead of what plays; returns at once
  virtual void setLooping(bool isLooping) = 0;  // of what plays
  virtual void stop() = 0;                      // returns at once; status() has the time where it stopped

  const PlayStatus& status() const { return m_status; }
  void setHandler(std::function<void()> handler) { m_handler = std::move(handler); }  // after a change of status()

 protected:
  void setStatus(PlayStatus status) {
    m_status = std::move(status);
    if (m_handler) m_handler();
  }

 private:
  PlayStatus m_status;
  std::function<void()> m_handler;
};

}  // namespace tunescope::audio
