// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/appsettings.h"

// In wasm/bridge/library.js.
extern "C" int tunescopePageHas(const char* trait);

namespace tunescope::ui {

// The browser's local storage, through the page's guard (wasm/shell/storage.js), which keeps the settings for the visit
// if the browser stores nothing. It is read at once, unlike the other format of Qt for WebAssembly (IndexedDB).
QSettings::Format AppSettings::userFormat() {
  return QSettings::WebLocalStorageFormat;
}

bool AppSettings::mayBeKept(const QSettings& /*file*/) {
  return tunescopePageHas("storage") != 0;
}

QString AppSettings::lossText(const QSettings& /*file*/) {
  return tr(
      "Settings are lost when this page is closed, because the browser stores no data for it. Allow site data "
      "for this page to keep it.");
}

}  // namespace tunescope::ui
