// SPDX-License-Identifier: GPL-3.0-or-later
// The QML modules are linked in, and a linked plugin must be named once.
#include <QtQml/QQmlExtensionPlugin>

Q_IMPORT_QML_PLUGIN(TunescopePlugin)
Q_IMPORT_QML_PLUGIN(Tunescope_BackendPlugin)
Q_IMPORT_QML_PLUGIN(Tunescope_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Tunescope_SheetsPlugin)
Q_IMPORT_QML_PLUGIN(Tunescope_ThemePlugin)
Q_IMPORT_QML_PLUGIN(Tunescope_ViewsPlugin)
