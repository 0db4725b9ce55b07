// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QQuickWindow;

namespace tunescope::app {

// On a busy machine the first frame takes up to seconds. An X server shows a window's place as it was until then,
// mostly black; here it gets the window's color() to paint by itself. Other systems show no window before its first
// frame. Before show(). Thread: gui.
void paintUntilFirstFrame(QQuickWindow& window);

}  // namespace tunescope::app
