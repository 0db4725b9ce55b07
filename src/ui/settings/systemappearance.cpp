// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/systemappearance.h"

#include <QEvent>
#include <QGuiApplication>
#include <QPalette>

namespace tunescope::ui {

SystemAppearance::SystemAppearance(QObject* parent) : QObject(parent) {
  if (qGuiApp) qGuiApp->installEventFilter(this);
  watchColorScheme();
}

bool SystemAppearance::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ThemeChange) Q_EMIT changed();
  return QObject::eventFilter(watched, event);
}

bool isPaletteDark() {
  const QPalette palette = QGuiApplication::palette();
  return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

}  // namespace tunescope::ui
