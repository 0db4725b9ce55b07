// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// One end of a ScopeStep, which presses it.
Rectangle {
    id: root

    required property bool isDown
    required property bool isEnabled
    required property bool isHovered
    required property string name
    required property int symbol

    color: isEnabled && isDown ? Theme.pressed : isEnabled && isHovered ? Theme.raised : "transparent"
    implicitHeight: Theme.target
    implicitWidth: Theme.size(36)
    radius: Theme.radius

    IconItem {
        anchors.centerIn: parent
        color: root.isEnabled ? Theme.soft : Theme.line
        height: Theme.size(18)
        icon: root.symbol
        width: height
    }
    PointerMoves {
        id: pointer
    }
    Tip {
        isWanted: pointer.hasMoved && !root.isDown
        text: root.name
    }
}
