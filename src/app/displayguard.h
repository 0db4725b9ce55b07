// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tunescope::app {

// While one exists, a QGuiApplication that finds no display ends the program with one clear line and code 1. Qt itself
// would print several and abort, and offers no other way to learn of it. Thread: gui.
class DisplayGuard {
 public:
  DisplayGuard();
  ~DisplayGuard();
  DisplayGuard(const DisplayGuard&) = delete;
  DisplayGuard& operator=(const DisplayGuard&) = delete;
};

// Where OpenGL does not work (a bare X server, a machine without drivers), Qt Quick draws by itself. What
// QT_QUICK_BACKEND or QSG_RHI_BACKEND say goes first. After the QGuiApplication, before the first window. Thread: gui.
void chooseSceneGraph();

}  // namespace tunescope::app
