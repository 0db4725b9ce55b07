// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/devices/devicelevels.h"

namespace tunescope::audio {

// A browser asks again before each microphone is opened, and some allow a page only one at a time: the picker opens
// only the one in use.
class DeviceLevels::Impl {};

bool DeviceLevels::isSupported() noexcept {
  return false;
}

DeviceLevels::DeviceLevels(BackendFactory) {}
DeviceLevels::~DeviceLevels() = default;
void DeviceLevels::open(const std::vector<DeviceInfo>&) {}
void DeviceLevels::close() {}

std::vector<DeviceLevels::Level> DeviceLevels::levels() {
  return {};
}

}  // namespace tunescope::audio
