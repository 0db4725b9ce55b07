// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scope/scopeengine.h"

#include <mutex>

namespace tunescope::analysis {

// What an oscilloscope's view shares with its measurement: the engine, whose settings change while it runs, whose
// picture the view copies, and whose memory stays readable while no samples come. Thread: any. Realtime-safe: no
// (locks).
class ScopeLink {
 public:
  template <class Use>
  auto with(Use use) {
    const std::lock_guard lock(m_mutex);
    return use(m_engine);
  }

 private:
  std::mutex m_mutex;
  core::ScopeEngine m_engine;  // under m_mutex
};

}  // namespace tunescope::analysis
