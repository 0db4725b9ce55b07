// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// The bar at the bottom: start or stop, a running recording, the input, the views if there is room, A4, settings, keys.
Item {
    id: root

    required property CaptureController controller

    readonly property Actions actions: controller.host.actions
    readonly property RecordingModel recording: controller.recording
    readonly property bool hasTabs: width >= Theme.size(600 + 76 * Math.max(0, controller.host.views.count - 5))
    readonly property bool isCrowded: recordingButton.visible && width < Theme.size(hasTabs ? 760 : 430)
    readonly property bool isNarrow: width < Theme.size(430) // the input's name needs the room
    readonly property int space: width < Theme.size(360) ? Theme.size(4) : Theme.gap

    implicitHeight: Theme.target + 2 * Theme.gap

    Rectangle {
        color: Theme.line
        height: Theme.hairline
        width: parent.width
    }
    ActionButton {
        id: run

        appAction: root.actions.of(AppAction.Run)
        isAccented: true
        symbol: root.controller.run.isStarted ? IconItem.Stop : IconItem.Start
        symbolColor: Theme.text
        x: root.space
        y: Theme.gap
    }
    ActionButton {
        id: recordingButton

        appAction: root.actions.of(AppAction.SignalPath)
        name: root.recording.isRecording ? qsTr("Recording. Open the signal path to stop it") : qsTr("The recording failed. Open the signal path to see why")
        objectName: "recordingButton"
        symbol: root.recording.isRecording ? IconItem.Record : IconItem.Close
        symbolColor: Theme.warning
        text: root.recording.isRecording ? root.recording.elapsedText : qsTr("Failed")
        textColor: Theme.warning
        visible: root.recording.isRecording || root.recording.hasFailed
        // Digits differ in width: the room is that of the widest.
        width: root.recording.isRecording ? Theme.size((root.isCrowded ? 20 : 56) + (root.isCrowded ? 9 : 10) * text.length) : implicitWidth
        x: run.x + run.width + root.space
        y: Theme.gap
    }
    ActionButton {
        id: device

        appAction: root.actions.of(AppAction.ChooseInput)
        mayWrap: true
        now: root.controller.inputs.sourceName
        objectName: "deviceButton"
        symbol: root.controller.inputs.symbol
        text: root.controller.inputs.sourceName
        width: Math.max(Theme.target, Math.min(implicitWidth, (tabs.visible ? tabs.x : others.x) - x - root.space))
        x: recordingButton.visible ? recordingButton.x + recordingButton.width + root.space : recordingButton.x
        y: Theme.gap
    }
    ViewTabs {
        id: tabs

        // Narrower if there is not enough room; the device keeps its symbol.
        readonly property real room: others.x - 2 * Theme.gap - (device.x + Theme.target + root.space)

        objectName: "barTabs"
        tabWidth: Math.min(Theme.size(92), Math.max(Theme.target, Math.floor(room / views.count) - spacing))
        views: root.controller.host.views
        visible: root.hasTabs
        x: Math.round(Math.min(others.x - width - 2 * Theme.gap, Math.max(root.width * 0.6 - width, (root.width - width) / 2)))
        y: Theme.gap
    }
    Row {
        id: others

        spacing: root.space
        x: root.width - width - root.space
        y: Theme.gap

        ActionButton {
            // Under a reference, a scale or a keymap that sets the pitch, what comes out of it.
            readonly property real hertz: Math.round(root.controller.settings.soundingA4Hz * 100) / 100

            appAction: root.actions.of(AppAction.SetA4)
            now: qsTr("%1 Hz").arg(hertz)
            objectName: "a4Button"
            text: root.isCrowded ? qsTr("A4") : (root.isNarrow ? qsTr("A4 %1") : qsTr("A4 %1 Hz")).arg(hertz)
        }
        ActionButton {
            appAction: root.actions.of(AppAction.Settings)
            symbol: IconItem.Settings
        }
        ActionButton {
            appAction: root.actions.of(AppAction.Keys)
            objectName: "keysButton"
            symbol: IconItem.Help
        }
    }
}
