// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// One end of a NumberField, which presses it. A finger's taps it takes by itself: as those of a mouse, every second one of
// fast taps would be a double click and lost.
Rectangle {
    id: root

    required property bool isDown
    required property bool isHovered
    required property string key
    required property string name
    required property int symbol

    signal stepped // by a finger; again and again while it stays

    border.color: Theme.line
    border.width: Theme.hairline
    color: isDown || finger.pressed ? Theme.pressed : isHovered ? Theme.raised : "transparent"
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
    TapHandler {
        id: finger

        acceptedDevices: PointerDevice.TouchScreen
        gesturePolicy: TapHandler.ReleaseWithinBounds

        onPressedChanged: if (pressed)
            repeat.hasBegun = false
        onTapped: if (!repeat.hasBegun)
            root.stepped()
    }
    // As the template's own buttons repeat.
    Timer {
        id: repeat

        property bool hasBegun: false

        interval: hasBegun ? 100 : 300
        repeat: true
        running: finger.pressed

        onTriggered: {
            hasBegun = true;
            root.stepped();
        }
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
