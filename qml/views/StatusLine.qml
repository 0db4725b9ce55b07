// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// How things stand, in one sentence, and the one button that helps.
Item {
    id: root

    required property CaptureController controller

    Row {
        id: row

        anchors.centerIn: parent
        height: parent.height
        spacing: Theme.gap

        BodyText {
            Accessible.name: text
            Accessible.role: Accessible.StaticText
            color: Theme.soft
            elide: Text.ElideRight
            height: parent.height
            horizontalAlignment: button.visible ? Text.AlignLeft : Text.AlignHCenter
            maximumLineCount: 2
            objectName: "sentence"
            text: root.controller.run.sentence
            width: Math.min(implicitWidth, root.width - (button.visible ? button.width + row.spacing : 0))
            wrapMode: Text.Wrap
        }
        PushButton {
            id: button

            anchors.verticalCenter: parent.verticalCenter
            text: root.controller.run.actionText
            visible: text.length > 0

            onClicked: root.controller.run.act()
        }
    }
}
