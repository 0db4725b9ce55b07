// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/audiobackend.h"

#include <memory>
#include <string>
#include <vector>

namespace tunescope::audio {

// The present level of each input, for a list of inputs to choose from: opens all of them at once (the first 16), each
// with a small ring of its own, and closes them when it is destroyed or given another list.
//
// A device that cannot be opened, or is lost, has its error instead of a level, and is not retried until the next
// open(). It also measures inputs that other programs use (PulseAudio).
// Thread: gui. Realtime-safe: no. No call waits for a sound system.
class DeviceLevels {
 public:
  static constexpr std::size_t kMaxDevices = 16;

  struct Level {
    std::string id;       // of the DeviceInfo
    bool isOpen = false;  // samples arrive; until then, and with an error, there is no level
    double peakDb = 0;    // dBFS: the largest sample since the previous levels(); -infinity for digital silence
    CaptureErrorCode error = CaptureErrorCode::None;
  };

  // False if inputs cannot be opened in parallel (browsers): then there are never any levels.
  static bool isSupported() noexcept;

  explicit DeviceLevels(BackendFactory factory);
  ~DeviceLevels();  // returns at once; closing continues in another thread
  DeviceLevels(const DeviceLevels&) = delete;
  DeviceLevels& operator=(const DeviceLevels&) = delete;

  // Opens these inputs and closes all others. Devices in both lists stay open.
  void open(const std::vector<DeviceInfo>& devices);
  void close();

  // One for each device of open(), in its order. Cheap; call it at the refresh rate of the display (a level covers
  // the time since the previous call). The level of an input without new samples is repeated.
  std::vector<Level> levels();

 private:
  class Impl;
  std::unique_ptr<Impl> m_impl;
};

}  // namespace tunescope::audio
