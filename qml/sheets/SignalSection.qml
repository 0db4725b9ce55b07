// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls

// The input, and which of its signals count as a note.
SettingsSection {
    id: root

    required property WindowHost host

    readonly property real usualSensitivityDb: -50

    title: qsTr("Signal")

    Toggle {
        checked: root.settings.isFallbackAllowed
        text: qsTr("Use the default input while the chosen one is away")
        width: parent.width

        onToggled: root.settings.isFallbackAllowed = checked
    }
    Toggle {
        checked: sensitivity.row.number > sensitivity.row.minimum
        objectName: "hasSensitivity"
        text: qsTr("Ignore quiet sounds")
        width: parent.width

        onToggled: sensitivity.row.number = checked ? root.usualSensitivityDb : sensitivity.row.minimum
    }
    NumberRow {
        id: sensitivity

        caption: qsTr("Minimum level of a note")
        fieldName: qsTr("Minimum level of a note, in dBFS")
        hint: qsTr("The scope shows the level of the input.")
        setting: "sensitivity"
        settings: root.settings
        visible: row.number > row.minimum
    }
    Toggle {
        checked: root.settings.isHiddenAllowed
        text: qsTr("Keep listening while this tab is hidden")
        visible: root.host.isPage
        width: parent.width

        onToggled: root.settings.isHiddenAllowed = checked
    }
}
