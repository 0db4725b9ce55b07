// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/capturesupervisor.h"
#include "cli/recordwriter.h"

#include <string>
#include <vector>

namespace tunescope::cli {

// What the statuses of a capture have to tell somebody who reads records: each thing that happened once, and nothing
// that did not. Thread: one at a time. Realtime-safe: no.
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

// The same for the first line of the live display, which names what is heard behind it: "listening", "waiting for the
// input", "in place of Violin:". wanted: what was asked for, as a person wrote it. Thread: any. Realtime-safe: no.
std::string stateText(const audio::CaptureStatus& status, const std::string& wanted);

}  // namespace tunescope::cli
