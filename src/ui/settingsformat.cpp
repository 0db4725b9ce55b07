// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/appsettings.h"

namespace tunescope::ui {

QSettings::Format AppSettings::userFormat() {
  return QSettings::IniFormat;
}

}  // namespace tunescope::ui
