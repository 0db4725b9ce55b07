// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/audiobackend.h"

#include <thread>
#include <utility>

namespace tunescope::audio {

bool AudioBackend::abandon(std::unique_ptr<AudioBackend> backend) {
  if (!backend || backend->isIdle()) return false;
  // Its destructor waits for the call that hangs; a thread that nobody waits for does that waiting and owns it until
  // then.
  std::thread([left = std::move(backend)]() mutable { left.reset(); }).detach();
  return true;
}

}  // namespace tunescope::audio
