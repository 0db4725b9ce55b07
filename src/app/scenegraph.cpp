// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/scenegraph.h"

#include <QByteArray>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QQuickWindow>
#include <QSGRendererInterface>

#include <algorithm>
#include <array>

namespace tunescope::app {

namespace {

// Mesa's three, in the order of their age from the newest, then Chromium's.
constexpr std::array kSoftwareRenderers{"llvmpipe", "softpipe", "software rasterizer", "swiftshader"};

QByteArray openGlRenderer() {
  QOffscreenSurface surface;
  surface.create();
  QOpenGLContext context;
  if (!surface.isValid() || !context.create() || !context.makeCurrent(&surface)) return {};
  return reinterpret_cast<const char*>(context.functions()->glGetString(GL_RENDERER));
}

}  // namespace

bool isGraphicsProcessor(const QByteArray& renderer) {
  const QByteArray name = renderer.toLower();
  return !name.isEmpty() && std::none_of(kSoftwareRenderers.begin(), kSoftwareRenderers.end(),
                                         [&](const char* software) { return name.contains(software); });
}

void chooseSceneGraph() {
  for (const char* variable : {"QT_QUICK_BACKEND", "QMLSCENE_DEVICE", "QSG_RHI_BACKEND"}) {
    if (qEnvironmentVariableIsSet(variable)) return;
  }
  if (!isGraphicsProcessor(openGlRenderer())) QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
}

}  // namespace tunescope::app
