// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/appsettings.h"

namespace tunescope::ui {

// The browser's local storage: it is read at once. The other one of Qt for WebAssembly (IndexedDB) is not.
QSettings::Format AppSettings::userFormat() {
  return QSettings::WebLocalStorageFormat;
}

bool AppSettings::mayBeKept(const QSettings& /*file*/) {
  return true;
}

}  // namespace tunescope::ui
