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
    required property Playback playback
    property bool isNarrow: false

    spacing: Theme.gap

    PushButton {
        objectName: "timelineOpen"
        text: qsTr("Open\u2026")

        onClicked: root.sound.ask()
    }
    PushButton {
        isPrimary: true
        objectName: "timelinePlay"
        text: root.playback.isPlaying ? qsTr("Pause") : qsTr("Play")
        visible: root.playback.isAvailable
        width: Math.max(implicitWidth, Theme.size(88))

        onClicked: root.timeline.togglePlay()
    }
    PushButton {
        Accessible.checkable: true
        Accessible.checked: root.playback.isLooping
        Accessible.role: Accessible.CheckBox
        objectName: "timelineLoop"
        text: root.playback.isLooping ? qsTr("Loop on") : qsTr("Loop off")
        visible: root.playback.isAvailable

        onClicked: root.playback.isLooping = !root.playback.isLooping
    }
    PushButton {
        enabled: !root.timeline.isWhole
        objectName: "timelineWhole"
        text: qsTr("Whole")
        visible: !root.isNarrow

        onClicked: root.timeline.showWhole()
    }
    PushButton {
        enabled: root.timeline.hasSelection
        objectName: "timelineZoom"
        text: qsTr("Selection")
        visible: !root.isNarrow

        onClicked: root.timeline.showSelection()
    }
}
