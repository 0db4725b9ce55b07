// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// A line across the scope with a handle at its end, which is dragged, or moved by the arrow keys: by a pixel, with Shift
// by ten. Its place is a share of the height (a level) or of the width (a time).
Item {
    id: root

    required property string name // what it is and where
    required property string letter
    required property real place
    property bool isLevel: false
    property color color: Theme.soft
    property bool isOpposite: false // the handle at the left or at the bottom
    property bool hasLine: true

    readonly property real range: isLevel ? height : width
    readonly property real shown: Math.max(0, Math.min(1, place)) * range
    readonly property bool isActive: handle.activeFocus || drag.active
    readonly property bool isOut: place < 0 || place > 1

    signal moved(real place)
    signal nudged(int samples)

    function nudge(event: var, direction: int): void {
        if (event.modifiers & Qt.ControlModifier)
            nudged(direction);
        else
            push(direction * (event.modifiers & Qt.ShiftModifier ? 10 : 1));
    }
    function push(pixels: int): void {
        moved((shown + pixels) / range);
    }

    Rectangle {
        color: root.color
        height: root.isLevel ? Theme.hairline : root.height
        opacity: root.isOut ? 0.35 : root.isActive ? 1 : 0.8
        visible: root.hasLine
        width: root.isLevel ? root.width : Theme.hairline
        x: root.isLevel ? 0 : Math.round(root.shown)
        y: root.isLevel ? Math.round(root.shown) : 0
    }
    Rectangle {
        id: handle

        Accessible.focusable: true
        Accessible.name: root.name
        Accessible.role: Accessible.Slider
        activeFocusOnTab: true
        border.color: Theme.ground
        border.width: Theme.hairline
        color: root.color
        height: Theme.size(18)
        objectName: "handle" + root.letter
        opacity: root.isOut ? 0.5 : 1
        radius: Theme.size(4)
        width: Theme.size(18)
        x: Math.round(root.isLevel ? (root.isOpposite ? 0 : root.width - width) : Math.max(0, Math.min(root.width - width, root.shown - width / 2)))
        y: Math.round(root.isLevel ? Math.max(0, Math.min(root.height - height, root.shown - height / 2)) : root.isOpposite ? root.height - height : 0)

        Accessible.onDecreaseAction: root.push(root.isLevel ? 1 : -1)
        Accessible.onIncreaseAction: root.push(root.isLevel ? -1 : 1)
        Keys.onDownPressed: event => {
            event.accepted = root.isLevel;
            if (root.isLevel)
                root.nudge(event, 1);
        }
        Keys.onLeftPressed: event => {
            event.accepted = !root.isLevel;
            if (!root.isLevel)
                root.nudge(event, -1);
        }
        Keys.onRightPressed: event => {
            event.accepted = !root.isLevel;
            if (!root.isLevel)
                root.nudge(event, 1);
        }
        Keys.onUpPressed: event => {
            event.accepted = root.isLevel;
            if (root.isLevel)
                root.nudge(event, -1);
        }

        BodyText {
            anchors.fill: parent
            color: Theme.ground
            font.pixelSize: Theme.size(12)
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            text: root.letter
        }
        FocusRing {
            isShown: handle.activeFocus
            radius: Theme.size(6)
        }
        // A finger is larger than the handle.
        Item {
            id: reach

            anchors.centerIn: parent
            height: Theme.target
            width: Theme.target

            DragHandler {
                id: drag

                property real from: 0

                dragThreshold: 0
                target: null

                onActiveChanged: {
                    if (active)
                        from = root.shown;
                }
                onTranslationChanged: {
                    if (active)
                        root.moved((from + (root.isLevel ? translation.y : translation.x)) / root.range);
                }
            }
            TapHandler {
                onTapped: handle.forceActiveFocus(Qt.MouseFocusReason)
            }
            PointerMoves {
                id: pointer
            }
            Tip {
                isWanted: pointer.hasMoved && !drag.active
                key: root.isLevel ? qsTr("Up, Down") : qsTr("Left, Right")
                text: root.name
            }
        }
    }
}
