// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Theme

// A button of the bar: an icon, a text or both. Its name is said and shown as a tooltip with its key.
T.Button {
    id: root

    required property string name
    property int symbol: IconItem.None
    property string key
    property color symbolColor: Theme.soft
    property bool isAccented: false
    property bool isFrameless: false

    readonly property int symbolSize: symbol === IconItem.None ? 0 : Theme.size(22)
    readonly property bool hasText: text.length > 0 && (symbol === IconItem.None || width > Theme.size(84))

    Accessible.name: name
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    implicitHeight: Theme.target
    implicitWidth: text.length > 0 ? Math.ceil(label.implicitWidth) + (symbolSize > 0 ? symbolSize + Theme.gap : 0) + leftPadding + rightPadding : Theme.target
    leftPadding: Theme.size(11)
    rightPadding: Theme.size(11)

    background: Rectangle {
        border.color: root.isAccented ? "transparent" : Theme.line
        border.width: root.isFrameless ? 0 : Theme.hairline
        color: root.down ? Theme.pressed : root.isAccented || root.hovered ? Theme.raised : "transparent"
        radius: Theme.radius

        FocusRing {
            isShown: root.visualFocus
        }
    }
    contentItem: Item {
        IconItem {
            id: icon

            anchors.verticalCenter: parent.verticalCenter
            color: root.symbolColor
            height: root.symbolSize
            icon: root.symbol
            visible: root.symbolSize > 0
            width: height
            x: root.hasText ? 0 : (parent.width - width) / 2
        }
        BodyText {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            elide: Text.ElideRight
            text: root.text
            visible: root.hasText
            width: parent.width - x
            x: root.symbolSize > 0 ? root.symbolSize + Theme.gap : 0
        }
    }

    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()

    Tip {
        key: root.key
        text: root.name
        visible: root.hovered && !root.down
    }
}
