// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Frequency and time weighting of the sound level.
Row {
    id: root

    required property AppSettings settings

    readonly property SettingRow weighting: SettingRow {
        name: "weighting"
        settings: root.settings
    }
    readonly property SettingRow time: SettingRow {
        name: "time"
        settings: root.settings
    }

    spacing: Theme.margin

    Segments {
        Accessible.name: qsTr("Frequency weighting")
        currentIndex: root.weighting.choice
        objectName: "weightings"
        spacing: Theme.size(4)
        texts: [qsTr("A"), qsTr("C"), qsTr("Z")]
        width: Math.round((root.width - root.spacing) * 0.55)

        onChosen: index => root.weighting.choice = index
    }
    Segments {
        Accessible.name: qsTr("Time weighting")
        currentIndex: root.time.choice
        objectName: "times"
        spacing: Theme.size(4)
        texts: [qsTr("Fast"), qsTr("Slow")]
        width: root.width - root.spacing - Math.round((root.width - root.spacing) * 0.55)

        onChosen: index => root.time.choice = index
    }
}
