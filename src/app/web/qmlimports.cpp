// SPDX-License-Identifier: GPL-3.0-or-later
// Qt's own QML modules that Tunescope.Controls uses; they are linked in too, and Qt's scanner does not scan
// modules.
#include <QtQml/QQmlExtensionPlugin>

Q_IMPORT_QML_PLUGIN(QtQuickTemplates2Plugin)
