// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// What can be done with the file that is shown.
Row {
    id: root

    required property SoundFile sound
    required property TimelineModel timeline

    spacing: Theme.gap

    PushButton {
        objectName: "timelineOpen"
        text: qsTr("Open\u2026")

        onClicked: root.sound.ask()
    }
    PushButton {
        enabled: !root.timeline.isWhole
        objectName: "timelineWhole"
        text: qsTr("Whole")

        onClicked: root.timeline.showWhole()
    }
    PushButton {
        enabled: root.timeline.hasSelection
        objectName: "timelineZoom"
        text: qsTr("Selection")

        onClicked: root.timeline.showSelection()
    }
}
