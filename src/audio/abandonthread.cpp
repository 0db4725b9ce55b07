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
  // Its destructor waits for the call that hangs; a thread that nobody waits for does that waiting and owns it until
  // then.
  AudioBackend* left = backend.release();
  try {
    std::thread([left, isHanging = std::move(isHanging)] {
      delete left;
      if (isHanging) isHanging->store(false, std::memory_order_relaxed);  // only says so: orders nothing
    }).detach();
  } catch (const std::exception&) {
    // No thread is to be had. It is leaked on purpose: to destroy it here would hang the supervisor.
  }
  return true;
}

}  // namespace tunescope::audio
