// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>
#include <string>

class QQuickWindow;
namespace tunescope::ui {
class CaptureController;
}

namespace tunescope::app {

// Connects the window with whoever looks at it or steers it from outside, as long as the object lives: natively a
// test's report (TestReport), in a browser the page around it (WebPage). CMake picks; nothing where nobody looks.
// Thread: gui.
std::unique_ptr<QObject> connectOutside(QQuickWindow& window, ui::CaptureController& controller);

// Says why the program does not begin: on standard error or, in a browser, on the page's card. Thread: gui.
void refuse(const std::string& sentence);

// Whether it listens at once; a page waits for its user until the microphone has been allowed. Thread: gui.
bool startsAtOnce();

}  // namespace tunescope::app
