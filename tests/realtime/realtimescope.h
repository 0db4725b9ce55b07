// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"

namespace tunescope::tests {

// Runs function as if it were the capture callback: in the build "rtsan" anything in it that may wait ends the program.
// The compiler is told to look away, for what is called here has no mark of its own.
template <class Function>
void inRealtime(Function& function) noexcept TS_NONBLOCKING {
  TS_TRUST_BEGIN
  function();
  TS_TRUST_END
}

}  // namespace tunescope::tests
