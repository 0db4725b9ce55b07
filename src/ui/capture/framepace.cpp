// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/capture/framepace.h"

#include "analysis/analysisworker.h"

#include <QQuickWindow>
#include <QSGRendererInterface>

namespace tunescope::ui {

void paceReadings(QQuickWindow& window, analysis::AnalysisWorker& worker) {
  const auto follow = [&window, &worker] {
    const QSGRendererInterface* renderer = window.rendererInterface();
    if (renderer && renderer->graphicsApi() == QSGRendererInterface::Software) worker.setPace(kSoftwarePace);
  };
  QObject::connect(&window, &QQuickWindow::sceneGraphInitialized, &window, follow, Qt::DirectConnection);
  if (window.isSceneGraphInitialized()) follow();
}

}  // namespace tunescope::ui
