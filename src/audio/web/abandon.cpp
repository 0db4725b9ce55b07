// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/audiobackend.h"

namespace tunescope::audio {

// Without threads no call can hang: the backend is destroyed at once.
bool AudioBackend::abandon(std::unique_ptr<AudioBackend> backend, std::shared_ptr<std::atomic<bool>> isHanging) {
  const bool isLeftBehind = backend && !backend->isIdle();
  backend.reset();
  if (isHanging) isHanging->store(false, std::memory_order_relaxed);
  return isLeftBehind;
}

}  // namespace tunescope::audio
