// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// An input: its name, what it is, and how loud it is right now.
T.ItemDelegate {
    id: root

    required property int index
    required property string deviceId
    required property string name
    required property string detail
    required property bool isDefault
    required property bool isCurrent
    required property real level
    required property bool hasLevel
    property bool showsLevel: true
    property bool showsFocus: true

    Accessible.name: isCurrent ? qsTr("%1, chosen").arg(name) : name
    Accessible.role: Accessible.RadioButton
    height: Math.max(Theme.size(60), words.implicitHeight + Theme.margin)
    hoverEnabled: true
    text: name

    background: Rectangle {
        color: root.down ? Theme.pressed : root.hovered || root.isCurrent ? Theme.raised : "transparent"
        radius: Theme.radius

        FocusRing {
            anchors.margins: Theme.size(1)
            isShown: root.visualFocus || root.activeFocus && root.showsFocus
        }
    }
    contentItem: Item {
        IconItem {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
            color: root.isCurrent ? Theme.inTune : Theme.ghost
            height: Theme.size(22)
            icon: root.isCurrent ? IconItem.Check : IconItem.Microphone
            width: height
            x: Theme.size(12)
        }
        Column {
            id: words

            anchors.left: mark.right
            anchors.leftMargin: Theme.size(12)
            anchors.right: root.showsLevel ? meter.left : parent.right
            anchors.rightMargin: Theme.size(12)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.size(2)

            BodyText {
                elide: Text.ElideRight
                font.weight: root.isCurrent ? Font.DemiBold : Font.Normal
                maximumLineCount: 2
                text: root.name
                width: parent.width
                wrapMode: Text.Wrap
            }
            BodyText {
                color: Theme.soft
                font.pixelSize: Theme.smallText
                text: !root.isDefault ? root.detail : root.detail ? qsTr("Default \u00b7 %1").arg(root.detail) : qsTr("Default")
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
        Rectangle {
            id: meter

            anchors.right: parent.right
            anchors.rightMargin: Theme.size(12)
            anchors.verticalCenter: parent.verticalCenter
            border.color: Theme.line
            border.width: root.hasLevel ? 0 : Theme.hairline
            color: root.hasLevel ? Theme.pressed : "transparent"
            height: Theme.size(8)
            objectName: "meter"
            radius: height / 2
            visible: root.showsLevel
            width: Math.round(Math.min(Theme.size(110), root.width * 0.24))

            Rectangle {
                color: Theme.trace
                height: parent.height
                radius: height / 2
                visible: root.hasLevel && root.level > 0
                width: Math.max(height, root.level * parent.width)
            }
        }
    }

    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()
}
