// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/supervisor/capturesupervisor.h"
#include "cli/write/recordwriter.h"

#include <string>
#include <vector>

namespace tunescope::cli {

// Turns the statuses of a capture into device records: one for each event. Thread: one at a time. Realtime-safe: no.
class DeviceNews {
 public:
  struct Item {
    DeviceState state = DeviceState::Lost;
    std::string message;
  };

  explicit DeviceNews(audio::SourceKind source) : m_isDevice(source == audio::SourceKind::Device) {}

  std::vector<Item> take(const audio::CaptureStatus& status);

 private:
  void takeRunning(const audio::CaptureStatus& status, std::vector<Item>& news);
  void takeMoved(const audio::CaptureStatus& status, std::vector<Item>& news);

  bool m_isDevice;
  bool m_hasRun = false;
  audio::CaptureStatus m_last;
};

// The first line of the live display, before the name of the input: "listening", "waiting for the
// input", "in place of Violin:". wanted: the requested input, as the user wrote it. Thread: any. Realtime-safe: no.
std::string stateText(const audio::CaptureStatus& status, const std::string& wanted);

}  // namespace tunescope::cli
