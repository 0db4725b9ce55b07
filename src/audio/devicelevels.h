// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <memory>
#include <string>
#include <vector>

namespace tunescope::audio {

// How loud each input is just now, for a list of inputs to choose from: opens all of them at once (the first 16), each
// with a small ring of its own, and closes them when it is destroyed or given another list.
//
// A device that cannot be opened, or is lost, has its error instead of a level, and is not tried again until the next
// open(). An input that is busy with somebody else who shares it (PulseAudio) can be listened to as well.
// Thread: gui. Realtime-safe: no. No call waits for a sound system.
class DeviceLevels {
 public:
  static constexpr std::size_t kMostDevices = 16;

  struct Level {
    std::string id;       // of the DeviceInfo
    bool isOpen = false;  // samples arrive; until then, and with an error, there is no level
    double peakDb = 0;    // dBFS: the largest sample since the levels() before; -infinity for digital silence
    CaptureErrorCode error = CaptureErrorCode::None;
  };

  // False where inputs cannot be listened to side by side (browsers): then there are never any levels.
  static bool isSupported() noexcept;

  explicit DeviceLevels(BackendFactory factory);
  ~DeviceLevels();  // returns at once; closing goes on behind it
  DeviceLevels(const DeviceLevels&) = delete;
  DeviceLevels& operator=(const DeviceLevels&) = delete;

  // Listens to these instead of those before. Devices that are in both lists stay open.
  void open(const std::vector<DeviceInfo>& devices);
  void close();

  // One for each device of open(), in its order. Cheap; call it at the rate of the display (the level of a call covers
  // the time since the call before). Levels of inputs of which nothing new has arrived are repeated.
  std::vector<Level> levels();

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio
