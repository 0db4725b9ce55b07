// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The bar at the foot: start or stop, a recording that runs, the input, A4, settings, keys.
Item {
    id: root

    required property CaptureController controller

    readonly property RecordingModel recording: controller.recording
    readonly property bool isCrowded: recordingButton.visible && width < Theme.size(430)

    // With what has led there: Qt.TabFocusReason where the button was pressed by a key.
    signal a4Requested(int reason)
    signal devicesRequested(int reason)
    signal helpRequested(int reason)
    signal settingsRequested(int reason)
    signal signalPathRequested(int reason)

    implicitHeight: Theme.target + 2 * Theme.gap

    Rectangle {
        color: Theme.line
        height: Theme.hairline
        width: parent.width
    }
    BarButton {
        id: run

        isAccented: true
        key: qsTr("Space")
        name: root.controller.run.isStarted ? qsTr("Stop") : qsTr("Start")
        symbol: root.controller.run.isStarted ? IconItem.Stop : IconItem.Start
        symbolColor: Theme.text
        x: Theme.gap
        y: Theme.gap

        onClicked: root.controller.run.toggle()
    }
    BarButton {
        id: recordingButton

        key: qsTr("S")
        name: root.recording.isRecording ? qsTr("Recording. Open the signal path to stop it") : qsTr("The recording has ended. Open the signal path to see why")
        objectName: "recordingButton"
        symbol: root.recording.isRecording ? IconItem.Record : IconItem.Close
        symbolColor: Theme.warning
        text: root.recording.isRecording ? root.recording.elapsedText : qsTr("Ended")
        visible: root.recording.isRecording || root.recording.hasFailed
        width: root.recording.isRecording ? Theme.size(56 + 10 * text.length) : implicitWidth
        x: run.x + run.width + Theme.gap
        y: Theme.gap

        onClicked: root.signalPathRequested(focusReason)
    }
    BarButton {
        id: device

        key: qsTr("D")
        name: qsTr("Choose an input. Now: %1").arg(root.controller.inputs.sourceName)
        symbol: IconItem.Microphone
        text: root.controller.inputs.sourceName
        width: Math.max(Theme.target, Math.min(implicitWidth, others.x - x - Theme.gap))
        x: recordingButton.visible ? recordingButton.x + recordingButton.width + Theme.gap : recordingButton.x
        y: Theme.gap

        onClicked: root.devicesRequested(focusReason)
    }
    Row {
        id: others

        spacing: Theme.gap
        x: root.width - width - Theme.gap
        y: Theme.gap

        BarButton {
            key: qsTr("A")
            name: qsTr("Set A4. Now: %1 Hz").arg(root.controller.settings.a4Hz)
            text: qsTr("A4 %1 Hz").arg(root.controller.settings.a4Hz)
            visible: !root.isCrowded

            onClicked: root.a4Requested(focusReason)
        }
        BarButton {
            key: qsTr("Ctrl+,")
            name: qsTr("Settings")
            symbol: IconItem.Settings

            onClicked: root.settingsRequested(focusReason)
        }
        BarButton {
            key: qsTr("?")
            name: qsTr("Keys")
            symbol: IconItem.Help
            visible: !root.isCrowded

            onClicked: root.helpRequested(focusReason)
        }
    }
}
