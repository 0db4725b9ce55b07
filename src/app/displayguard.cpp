// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/displayguard.h"

#include "cli/errortext.h"

#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QQuickWindow>
#include <QSGRendererInterface>

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
  // What Qt's platform plugins say of a display that is not there is in the line above.
  if (QLatin1String(context.category).startsWith(QLatin1String("qt.qpa"))) return;
  if (previousHandler) previousHandler(type, context, text);
}

bool isOpenGlWorking() {
  QOffscreenSurface surface;
  surface.create();
  QOpenGLContext context;
  return surface.isValid() && context.create() && context.makeCurrent(&surface);
}

}  // namespace

DisplayGuard::DisplayGuard() {
  previousHandler = qInstallMessageHandler(onMessage);
}
DisplayGuard::~DisplayGuard() {
  qInstallMessageHandler(previousHandler);
}

void chooseSceneGraph() {
  for (const char* variable : {"QT_QUICK_BACKEND", "QMLSCENE_DEVICE", "QSG_RHI_BACKEND"}) {
    if (qEnvironmentVariableIsSet(variable)) return;
  }
  if (!isOpenGlWorking()) QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

}  // namespace tunescope::app
