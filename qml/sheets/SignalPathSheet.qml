// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The path of the sound from the device to the reading, in figures that are live while the sheet is open.
Sheet {
    id: root

    required property CaptureController controller

    preferredWidth: Theme.size(520)
    title: qsTr("Signal path")

    onAboutToShow: controller.signalPath.isOpen = true
    onClosed: {
        controller.signalPath.isOpen = false;
        controller.recording.acknowledge();
    }

    Repeater {
        model: root.controller.signalPath.figures

        Item {
            id: line

            required property string name
            required property string value

            Accessible.name: qsTr("%1: %2").arg(name).arg(value)
            Accessible.role: Accessible.StaticText
            height: Math.max(Theme.size(24), label.implicitHeight, figure.implicitHeight)
            width: root.availableWidth

            BodyText {
                id: label

                color: Theme.soft
                text: line.name
                width: Math.round(0.4 * line.width) - Theme.gap
                wrapMode: Text.Wrap
            }
            BodyText {
                id: figure

                horizontalAlignment: Text.AlignRight
                text: line.value
                width: Math.round(0.6 * line.width)
                wrapMode: Text.Wrap
                x: line.width - width
            }
        }
    }
    PushButton {
        text: root.controller.signalPath.clockActionText
        visible: text.length > 0
        width: parent.width

        onClicked: root.controller.signalPath.actOnClock()
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.controller.recording.message
        visible: text.length > 0
        width: parent.width
        wrapMode: Text.WrapAnywhere
    }
    PushButton {
        objectName: "record"
        text: root.controller.recording.isRecording ? qsTr("Stop recording") : qsTr("Start recording")
        visible: Qt.platform.os !== "wasm"
        width: parent.width

        onClicked: root.controller.toggleRecording()
    }
    PushButton {
        id: copy

        property bool isDone: false

        isPrimary: true
        text: isDone ? qsTr("Copied") : qsTr("Copy as text")
        width: parent.width

        onClicked: {
            root.controller.signalPath.figures.copy();
            isDone = true;
        }

        Connections {
            function onClosed() {
                copy.isDone = false;
            }

            target: root
        }
    }
}
