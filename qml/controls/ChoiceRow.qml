// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Theme

// One of many choices: its name, and a line about it.
T.ItemDelegate {
    id: root

    required property int index
    required property string choiceId
    required property string title
    required property string detail
    required property bool isCurrent

    Accessible.description: detail
    Accessible.name: isCurrent ? qsTr("%1, chosen").arg(title) : title
    Accessible.role: Accessible.RadioButton
    height: Theme.size(56)
    hoverEnabled: true
    text: title

    background: Rectangle {
        color: root.down ? Theme.pressed : root.hovered || root.isCurrent ? Theme.raised : "transparent"
        radius: Theme.radius

        FocusRing {
            anchors.margins: Theme.size(1)
            isShown: root.activeFocus
        }
    }
    contentItem: Item {
        IconItem {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.inTune
            height: Theme.size(20)
            icon: IconItem.Check
            visible: root.isCurrent
            width: height
            x: Theme.size(10)
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.size(2)
            width: parent.width - x - Theme.gap
            x: Theme.size(40)

            BodyText {
                elide: Text.ElideRight
                font.weight: root.isCurrent ? Font.DemiBold : Font.Normal
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.smallText
                text: root.title
                width: parent.width
            }
            BodyText {
                color: Theme.soft
                elide: Text.ElideRight
                font.pixelSize: Theme.smallText
                text: root.detail
                width: parent.width
            }
        }
    }

    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()
}
