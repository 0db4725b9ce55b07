// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/displayguard.h"

#include "cli/options/errortext.h"

#include <QString>

#include <cstdlib>

namespace tunescope::app {

namespace {

QtMessageHandler previousHandler = nullptr;

void onMessage(QtMsgType type, const QMessageLogContext& context, const QString& text) {
  if (type == QtFatalMsg) {
    cli::complain(
        "there is no display to open a window on, because neither X11 nor Wayland answers; start it in a desktop "
        "session, or listen in the terminal with tunescope --cli");
    std::_Exit(int(cli::ExitCode::Internal));  // abort() is next, and there is nothing to clean up yet
  }
  // The line above covers what Qt's platform plugins print about a missing display.
  if (QLatin1String(context.category).startsWith(QLatin1String("qt.qpa"))) return;
  if (previousHandler) previousHandler(type, context, text);
}

}  // namespace

DisplayGuard::DisplayGuard() {
  previousHandler = qInstallMessageHandler(onMessage);
}
DisplayGuard::~DisplayGuard() {
  qInstallMessageHandler(previousHandler);
}

}  // namespace tunescope::app
