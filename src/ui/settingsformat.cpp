// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/appsettings.h"
#include "ui/plainsettings.h"

namespace tunescope::ui {

QSettings::Format AppSettings::userFormat() {
  return plainSettings();
}

bool AppSettings::mayBeKept(const QSettings& file) {
  return file.isWritable();
}

}  // namespace tunescope::ui
