// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QQuickWindow;
namespace tunescope::ui {
class CaptureController;
}

namespace tunescope::app {

// Connects the window with whoever looks at it or steers it from outside, as long as the object lives: natively a
// test's report (TestReport), in a browser the page around it (WebPage). CMake picks; nothing where nobody looks.
// Thread: gui.
std::unique_ptr<QObject> connectOutside(QQuickWindow& window, ui::CaptureController& controller);

}  // namespace tunescope::app
