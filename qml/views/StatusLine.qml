// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The state in one sentence, and the one helpful button.
Item {
    id: root

    required property CaptureController controller

    readonly property real room: width - (button.visible ? button.width + row.spacing : 0)
    readonly property bool isCramped: natural.advanceWidth > 1.8 * room // it does not fit into two lines

    // A wrapped text's own implicitWidth follows its width.
    TextMetrics {
        id: natural

        font.family: Theme.family
        font.pixelSize: Theme.bodyText
        text: root.controller.run.sentence
    }
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
            font.pixelSize: root.isCramped ? Theme.smallText : Theme.bodyText
            lineHeight: root.isCramped ? 0.95 : 1
            maximumLineCount: root.isCramped ? 3 : 2
            objectName: "sentence"
            text: root.controller.run.sentence
            verticalAlignment: Text.AlignVCenter
            visible: root.room > Theme.size(110) // narrower, not a word of it is whole
            width: Math.min(Math.ceil(natural.advanceWidth) + 1, root.room)
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
