// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/annotations.h"

namespace tunescope::tests {

// Runs function as if it were the capture callback: in the build "rtsan" anything in it that may wait ends the program.
// Disables the compiler's check, because the functions called here have no attribute of their own.
template <class Function>
void inRealtime(Function& function) noexcept TS_NONBLOCKING {
  TS_TRUST_BEGIN
  function();
  TS_TRUST_END
}

}  // namespace tunescope::tests
