// SPDX-License-Identifier: GPL-3.0-or-later
// The desktop around the window; the web app has WebPage.
#include "app/outside.h"

#include "app/idleinhibitor.h"
#include "app/testreport.h"
#include "cli/options/errortext.h"
#include "ui/capture/capturecontroller.h"

#include <QQuickWindow>

namespace tunescope::app {

namespace {

bool isTuning(const ui::CaptureController& controller) {
  using State = ui::CaptureState::State;
  const State state = controller.run()->state();
  return controller.run()->isListening() &&
         (state == State::Listening || state == State::Quiet || state == State::Filtered || state == State::Paused);
}

}  // namespace

std::unique_ptr<QObject> connectOutside(QQuickWindow& window, ui::CaptureController& controller) {
  auto outside = std::make_unique<QObject>();
  if (auto report = TestReport::fromEnvironment(window, controller)) report.release()->setParent(outside.get());
  auto* inhibitor = new IdleInhibitor(QDBusConnection::sessionBus(), outside.get());
  const auto update = [inhibitor, &window, &controller] {
    inhibitor->set(isTuning(controller) && window.isVisible() && window.visibility() != QWindow::Minimized);
  };
  QObject::connect(controller.run(), &ui::CaptureRun::changed, inhibitor, update);
  QObject::connect(&window, &QWindow::visibilityChanged, inhibitor, update);
  return outside;
}

void refuse(const std::string& sentence) {
  cli::complain(sentence);
}

bool startsAtOnce() {
  return true;
}

}  // namespace tunescope::app
