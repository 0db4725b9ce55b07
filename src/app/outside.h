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

// Connects the window with its observer or controller outside, as long as the object lives: natively a
// test's report (TestReport), in a browser the page around it (WebPage). CMake chooses; without an observer it does
// nothing. Thread: gui.
std::unique_ptr<QObject> connectOutside(QQuickWindow& window, ui::CaptureController& controller);

// Reports why the program does not start: on standard error or, in a browser, on the page's card. Thread: gui.
void refuse(const std::string& sentence);

// Whether to listen at once; a page waits for its user until the microphone is allowed. Thread: gui.
bool startsAtOnce();

}  // namespace tunescope::app
