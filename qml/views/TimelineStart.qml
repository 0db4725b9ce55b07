// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Before a file is open: what the view is for, the button, and the files of before.
Item {
    id: root

    required property SoundFile sound
    required property Playback playback

    readonly property int rows: Math.max(0, Math.floor((height - words.implicitHeight - buttons.height - problem.height - 4 * Theme.margin) / Theme.size(58)))

    Column {
        anchors.centerIn: parent
        spacing: Theme.margin
        width: Math.min(parent.width, Theme.size(520))

        TimelineMessage {
            id: problem

            horizontalAlignment: Text.AlignHCenter
            playback: root.playback
            sound: root.sound
            visible: shown
            width: parent.width
        }
        BodyText {
            id: words

            color: Theme.soft
            font.pixelSize: Theme.size(17)
            horizontalAlignment: Text.AlignHCenter
            text: qsTr("Open a recording, or drop one on the window: its pitch, notes, level, loudness and spectrum appear over time.")
            width: parent.width
            wrapMode: Text.Wrap
        }
        Row {
            id: buttons

            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.gap

            PushButton {
                isPrimary: true
                objectName: "timelineFirst"
                text: qsTr("Open a sound file\u2026")

                onClicked: root.sound.ask()
            }
            PushButton {
                objectName: "timelineForget"
                text: qsTr("Clear list")
                visible: root.sound.recent.count > 0 && recent.visible

                onClicked: root.sound.forgetRecent()
            }
        }
        ListView {
            id: recent

            Accessible.name: qsTr("Recent files")
            Accessible.role: Accessible.List
            activeFocusOnTab: true
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            height: Math.min(contentHeight, root.rows * Theme.size(58))
            keyNavigationEnabled: true
            model: root.sound.recent
            objectName: "timelineRecent"
            spacing: Theme.size(2)
            visible: root.sound.recent.count > 0 && root.rows > 0
            width: parent.width

            delegate: ChoiceRow {
                Accessible.role: Accessible.Button
                focus: ListView.isCurrentItem
                focusPolicy: Qt.ClickFocus
                width: ListView.view.width

                onClicked: root.sound.openPath(choiceId)
            }
        }
    }
}
