// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/devicelevels.h"

namespace tunescope::audio {

// A browser asks again before each microphone is opened, and some let a page have only one at a time: the picker opens
// none but the one that is used.
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
