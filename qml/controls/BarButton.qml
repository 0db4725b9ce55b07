// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Theme

// A button of the bar: an icon, a text or both; if there is no room for both, the text, which says more. Its name is
// spoken, and shown as a tooltip with its key.
T.Button {
    id: root

    required property string name
    property int symbol: IconItem.None
    property string key
    property color symbolColor: Theme.soft
    property color textColor: Theme.text
    property bool isAccented: false
    property bool isFrameless: false
    property bool mayWrap: false // a text that does not fit stands in two small lines, or is cut in its middle

    readonly property bool isCramped: mayWrap && hasText && width < implicitWidth
    readonly property bool hasTwoLines: isCramped && small.advanceWidth < 1.7 * (width - leftPadding - rightPadding)
    readonly property bool hasText: text.length > 0 && (symbol === IconItem.None || width > Theme.size(72))
    readonly property bool hasSymbol: symbol !== IconItem.None && !isCramped && (!hasText || width > Theme.size(110) || width >= implicitWidth)
    readonly property int symbolSize: Theme.size(22)
    readonly property int symbolRoom: symbolSize + Theme.gap // in front of a text

    Accessible.name: name
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    implicitHeight: Theme.target
    implicitWidth: text.length > 0 ? Math.ceil(natural.advanceWidth) + (symbol === IconItem.None ? 0 : symbolRoom) + leftPadding + rightPadding : Theme.target
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
            elide: root.isCramped && !root.hasTwoLines ? Text.ElideMiddle : Text.ElideRight // names differ at both ends
            font.pixelSize: root.isCramped ? Theme.smallText : Theme.bodyText
            lineHeight: root.isCramped ? 0.95 : 1
            maximumLineCount: root.hasTwoLines ? 2 : 1
            text: root.text
            visible: root.hasText
            width: parent.width - x
            wrapMode: root.hasTwoLines ? Text.Wrap : Text.NoWrap
            x: root.hasSymbol ? root.symbolRoom : 0
        }
    }

    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()
    // Space presses a focused button, whatever Space does elsewhere.
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Space && visualFocus

    TextMetrics {
        id: natural

        font.family: Theme.family
        font.pixelSize: Theme.bodyText
        text: root.text
    }
    TextMetrics {
        id: small

        font.family: Theme.family
        font.pixelSize: Theme.smallText
        text: root.text
    }
    PointerMoves {
        id: pointer
    }
    Tip {
        isWanted: pointer.hasMoved && !root.down
        key: root.key
        text: root.name
    }
}
