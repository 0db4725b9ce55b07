// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// One choice of the scope, stepped by its two buttons, by the arrow keys and by the wheel.
T.SpinBox {
    id: root

    required property int index
    required property string label
    required property string name
    required property string lowerName
    required property string higherName
    required property string valueText // what is chosen, as text
    required property int choice
    required property int choices
    required property bool isShown
    required property bool isUsed

    signal chosen(int choice)

    function step(by: int): void {
        const next = Math.max(0, Math.min(choices - 1, choice + by));
        if (next !== choice)
            chosen(next);
    }

    Accessible.name: qsTr("%1: %2").arg(name).arg(valueText)
    editable: false
    enabled: isUsed
    focusPolicy: Qt.StrongFocus
    from: 0
    hoverEnabled: true
    implicitHeight: Theme.target
    implicitWidth: Theme.size(150)
    leftPadding: Theme.size(32)
    opacity: isUsed ? 1 : 0.35
    rightPadding: Theme.size(32)
    to: choices - 1
    value: choice
    visible: isShown

    background: Rectangle {
        border.color: Theme.line
        border.width: Theme.hairline
        color: root.hovered ? Theme.raised : "transparent"
        radius: Theme.radius

        FocusRing {
            isShown: root.visualFocus
        }
    }
    contentItem: Item {
        BodyText {
            color: Theme.soft
            elide: Text.ElideRight
            font.pixelSize: Theme.size(11)
            height: Theme.size(16)
            horizontalAlignment: Text.AlignHCenter
            text: root.label
            width: parent.width
            y: Math.round(parent.height / 2) - height - Theme.size(1)
        }
        BodyText {
            elide: Text.ElideRight
            font.pixelSize: Theme.size(14)
            font.weight: Font.DemiBold
            height: Theme.size(18)
            horizontalAlignment: Text.AlignHCenter
            text: root.valueText
            width: parent.width
            y: Math.round(parent.height / 2) - Theme.size(1)
        }
    }
    down.indicator: ScopeArrow {
        isDown: root.down.pressed
        isEnabled: root.choice > 0
        isHovered: root.down.hovered
        name: root.name + ": " + root.lowerName
        symbol: IconItem.Left
    }
    up.indicator: ScopeArrow {
        isDown: root.up.pressed
        isEnabled: root.choice + 1 < root.choices
        isHovered: root.up.hovered
        name: root.name + ": " + root.higherName
        symbol: IconItem.Right
        x: root.width - width
    }

    Component.onCompleted: contentItem.activeFocusOnTab = false // the template makes a second stop of it
    Keys.onLeftPressed: step(-1)
    Keys.onRightPressed: step(1)
    onValueModified: {
        const next = value;
        value = Qt.binding(() => root.choice);
        chosen(next);
    }

    WheelHandler {
        property real turned: 0

        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        onWheel: event => {
            turned += event.angleDelta.y / 120;
            const steps = Math.trunc(turned);
            turned -= steps;
            root.step(steps);
        }
    }
    PointerMoves {
        id: pointer
    }
    Tip {
        isWanted: pointer.hasMoved && !root.down.hovered && !root.up.hovered
        key: qsTr("Left, Right")
        text: root.name
    }
}
