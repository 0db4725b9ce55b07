// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tunescope::app {

// While one exists, a QGuiApplication without a display exits the program with one clear line and code 1. Qt itself
// would print several and abort, and offers no other way to find out. Thread: gui.
class DisplayGuard {
 public:
  DisplayGuard();
  ~DisplayGuard();
  DisplayGuard(const DisplayGuard&) = delete;
  DisplayGuard& operator=(const DisplayGuard&) = delete;
};

}  // namespace tunescope::app
