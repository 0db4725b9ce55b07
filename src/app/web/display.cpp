// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/displayguard.h"
#include "app/firstpaint.h"
#include "app/scenegraph.h"

namespace tunescope::app {

// A page always has a display, and draws with WebGL; without WebGL the page says so before the program starts.
DisplayGuard::DisplayGuard() = default;
DisplayGuard::~DisplayGuard() = default;
void chooseSceneGraph() {}
void paintUntilFirstFrame(QQuickWindow&) {}  // the page around it does

}  // namespace tunescope::app
