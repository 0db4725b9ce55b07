// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// How far a file has been analysed.
Rectangle {
    id: root

    required property SoundFile sound

    border.color: Theme.line
    border.width: Theme.hairline
    color: Theme.ground
    height: column.implicitHeight + 2 * Theme.margin
    objectName: "timelineProgress"
    radius: Theme.radius

    Column {
        id: column

        spacing: Theme.gap
        width: parent.width - 2 * Theme.margin
        x: Theme.margin
        y: Theme.margin

        BodyText {
            Accessible.name: text
            Accessible.role: Accessible.StaticText
            elide: Text.ElideMiddle
            text: qsTr("Analysing %1: %2 %").arg(root.sound.busyTitle).arg(Math.floor(root.sound.progress * 100))
            textFormat: Text.PlainText
            width: parent.width
        }
        ProgressLine {
            progress: root.sound.progress
        }
        PushButton {
            anchors.right: parent.right
            objectName: "timelineCancel"
            text: qsTr("Cancel")

            onClicked: root.sound.cancel()
        }
    }
    TapHandler {} // not the picture below
}
