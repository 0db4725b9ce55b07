// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Asks before the window closes during a recording.
Sheet {
    id: root

    required property RecordingModel recording

    signal confirmed

    initialFocus: stop
    title: qsTr("Stop recording and quit?")

    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        text: root.recording.isRecording ? qsTr("Recording for %1. What has been recorded is kept.").arg(root.recording.elapsedText) : qsTr("The recording has ended.")
        width: parent.width
        wrapMode: Text.Wrap
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.recording.message
        width: parent.width
        wrapMode: Text.WrapAnywhere
    }
    PushButton {
        id: stop

        isPrimary: true
        objectName: "stopAndQuit"
        text: qsTr("Stop recording and quit")
        width: parent.width

        onClicked: root.confirmed()
    }
    PushButton {
        objectName: "keepRecording"
        text: qsTr("Keep recording")
        width: parent.width

        onClicked: root.close()
    }
}
