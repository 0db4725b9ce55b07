// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/outputs.h"
#include "app/window.h"

#include <cstdio>

namespace tunescope::app {

int runWindow(int, char**, const audio::BackendFactory&) {
  std::fputs(
      "tunescope: there is no window to open, because this build has none; use tunescope --cli, or install the package "
      "tunescope\n",
      stderr);
  return 2;
}

audio::ToneOutputFactory toneOutputFactory() {
  return {};
}

}  // namespace tunescope::app
