// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Replaces the note when there can be none: the problem, and the helpful button; beside "Try again" also the demo.
Item {
    id: root

    required property CaptureController controller

    readonly property real room: height - sentence.implicitHeight - (button.visible ? button.height + column.spacing : 0) - (demo.visible ? demo.height + column.spacing : 0) - column.spacing

    Column {
        id: column

        anchors.centerIn: parent
        spacing: root.height < Theme.size(220) ? Theme.gap : Theme.margin
        width: Math.min(parent.width, Theme.size(460))

        IconItem {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.ghost
            height: Math.min(Theme.size(72), root.height * 0.26, root.room)
            icon: root.controller.inputs.symbol
            visible: root.room >= Theme.size(28)
            width: height
        }
        BodyText {
            id: sentence

            Accessible.name: text
            Accessible.role: Accessible.AlertMessage
            font.pixelSize: root.height < Theme.size(220) ? Theme.size(17) : Theme.titleText
            horizontalAlignment: Text.AlignHCenter
            text: root.controller.run.sentence
            width: parent.width
            wrapMode: Text.Wrap
        }
        PushButton {
            id: button

            anchors.horizontalCenter: parent.horizontalCenter
            isPrimary: true
            text: root.controller.run.actionText
            visible: text.length > 0

            onClicked: root.controller.run.act()
        }
        PushButton {
            id: demo

            anchors.horizontalCenter: parent.horizontalCenter
            objectName: "panelDemo"
            text: qsTr("Play the demo")
            visible: root.controller.run.state === CaptureState.Failed && root.controller.run.action === CaptureState.TryAgain

            onClicked: root.controller.run.playDemo()
        }
    }
}
