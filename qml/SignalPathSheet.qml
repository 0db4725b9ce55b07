// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// How the sound gets from the device to the reading, in figures that are live while this is open.
Sheet {
    id: root

    required property CaptureController controller

    preferredWidth: Theme.size(520)
    title: qsTr("Signal path")

    onAboutToShow: controller.isSignalPathOpen = true
    onClosed: controller.isSignalPathOpen = false
    onOpened: copy.forceActiveFocus()

    Repeater {
        model: root.controller.signalPath

        Item {
            id: line

            required property string name
            required property string value

            // A name longer than its half, or a value, takes a second line rather than being cut.
            readonly property bool isTwoLines: label.implicitWidth + figure.implicitWidth + Theme.gap > width

            Accessible.name: qsTr("%1: %2").arg(name).arg(value)
            Accessible.role: Accessible.StaticText
            height: isTwoLines ? label.implicitHeight + figure.implicitHeight + Theme.size(6) : Theme.size(26)
            width: root.availableWidth

            BodyText {
                id: label

                color: Theme.soft
                height: line.isTwoLines ? implicitHeight : line.height
                text: line.name
            }
            BodyText {
                id: figure

                height: line.isTwoLines ? contentHeight : line.height
                horizontalAlignment: line.isTwoLines ? Text.AlignLeft : Text.AlignRight
                text: line.value
                width: line.isTwoLines ? line.width : line.width - label.width - Theme.gap
                wrapMode: line.isTwoLines ? Text.Wrap : Text.NoWrap
                x: line.isTwoLines ? 0 : label.width + Theme.gap
                y: line.isTwoLines ? label.implicitHeight : 0
            }
        }
    }
    PushButton {
        id: copy

        property bool isDone: false

        isPrimary: true
        text: isDone ? qsTr("Copied") : qsTr("Copy as text")
        width: parent.width

        onClicked: {
            root.controller.signalPath.copy();
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
