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

QString AppSettings::lossText(const QSettings& file) {
  return tr("What is set here is lost when Tunescope ends, because %1 cannot be written.").arg(file.fileName());
}

}  // namespace tunescope::ui
