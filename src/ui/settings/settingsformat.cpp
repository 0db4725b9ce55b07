// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appsettings.h"
#include "ui/settings/plainsettings.h"

namespace tunescope::ui {

QSettings::Format AppSettings::userFormat() {
  return plainSettings();
}

bool AppSettings::mayBeKept(const QSettings& file) {
  return file.isWritable();
}

QString AppSettings::lossText(const QSettings& file) {
  return tr("Settings are lost when Tunescope exits, because %1 cannot be written.").arg(file.fileName());
}

}  // namespace tunescope::ui
