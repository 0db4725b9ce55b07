// SPDX-License-Identifier: GPL-3.0-or-later
// For Qt 6.5 and later.
#include "ui/settings/systemappearance.h"

#include <QGuiApplication>
#include <QStyleHints>

namespace tunescope::ui {

void SystemAppearance::watchColorScheme() {
  connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &SystemAppearance::changed);
}

bool SystemAppearance::isDark() const {
  switch (QGuiApplication::styleHints()->colorScheme()) {
    case Qt::ColorScheme::Dark:
      return true;
    case Qt::ColorScheme::Light:
      return false;
    default:
      return isPaletteDark();
  }
}

}  // namespace tunescope::ui
