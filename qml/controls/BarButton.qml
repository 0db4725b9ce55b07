// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Theme

// A button of the bar: an icon, a text or both; where there is no room for both, the text, as it says more. Its name is
// said and shown as a tooltip with its key.
T.Button {
    id: root

    required property string name
    property int symbol: IconItem.None
    property string key
    property color symbolColor: Theme.soft
    property color textColor: Theme.text
    property bool isAccented: false
    property bool isFrameless: false

    readonly property bool hasText: text.length > 0 && (symbol === IconItem.None || width > Theme.size(72))
    readonly property bool hasSymbol: symbol !== IconItem.None && (!hasText || width > Theme.size(110) || width >= implicitWidth)
    readonly property int symbolSize: Theme.size(22)
    readonly property int symbolRoom: symbolSize + Theme.gap // in front of a text

    Accessible.name: name
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    implicitHeight: Theme.target
    implicitWidth: text.length > 0 ? Math.ceil(label.implicitWidth) + (symbol === IconItem.None ? 0 : symbolRoom) + leftPadding + rightPadding : Theme.target
    leftPadding: Theme.size(8)
    rightPadding: Theme.size(8)

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
            visible: root.hasSymbol
            width: height
            x: root.hasText ? 0 : (parent.width - width) / 2
        }
        BodyText {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            color: root.textColor
            elide: Text.ElideRight
            text: root.text
            visible: root.hasText
            width: parent.width - x
            x: root.hasSymbol ? root.symbolRoom : 0
        }
    }

    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()

    PointerMoves {
        id: pointer
    }
    Tip {
        isWanted: pointer.hasMoved && !root.down
        key: root.key
        text: root.name
    }
}
