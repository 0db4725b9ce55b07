// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QQuickWindow;

namespace tunescope::app {

// On a busy machine the first frame takes up to seconds. Until then an X server shows the previous content of the
// window's area, mostly black; this gives the server the window's color() to paint. Other systems show no window before
// its first frame. Before show(). Thread: gui.
void paintUntilFirstFrame(QQuickWindow& window);

}  // namespace tunescope::app
