// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// One end of a NumberField, which presses it.
Rectangle {
    id: root

    required property bool isDown
    required property bool isHovered
    required property string key
    required property string name
    required property int symbol

    border.color: Theme.line
    border.width: Theme.hairline
    color: isDown ? Theme.pressed : isHovered ? Theme.raised : "transparent"
    implicitHeight: Theme.target
    implicitWidth: Theme.target
    radius: Theme.radius

    IconItem {
        anchors.centerIn: parent
        color: Theme.soft
        height: Theme.size(22)
        icon: root.symbol
        width: height
    }
    PointerMoves {
        id: pointer
    }
    Tip {
        isWanted: pointer.hasMoved && !root.isDown
        key: root.key
        text: root.name
    }
}
