// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend

// The keys of all actions. A sheet blocks the shortcuts of the window, so those that work in sheets are the program's.
Item {
    id: root

    required property Actions actions

    Repeater {
        model: root.actions.list

        Item {
            id: row

            required property AppAction modelData

            Shortcut {
                context: row.modelData.worksInSheets ? Qt.ApplicationShortcut : Qt.WindowShortcut
                enabled: row.modelData.isEnabled
                sequences: row.modelData.keys

                onActivated: row.modelData.trigger(Qt.ShortcutFocusReason)
            }
        }
    }
}
