// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/audiobackend.h"

#include <exception>
#include <thread>
#include <utility>

namespace tunescope::audio {

bool AudioBackend::abandon(std::unique_ptr<AudioBackend> backend, std::shared_ptr<std::atomic<bool>> isHanging) {
  if (!backend || backend->isIdle()) {
    if (isHanging) isHanging->store(false, std::memory_order_relaxed);
    return false;
  }
  // Its destructor waits for the call that hangs; a detached thread does that waiting and owns it until
  // then.
  AudioBackend* left = backend.release();
  try {
    std::thread([left, isHanging = std::move(isHanging)] {
      delete left;
      if (isHanging) isHanging->store(false, std::memory_order_relaxed);  // a flag that orders nothing
    }).detach();
  } catch (const std::exception&) {
    // No thread is available. Leak it on purpose: destroying it here would block the supervisor.
  }
  return true;
}

}  // namespace tunescope::audio
