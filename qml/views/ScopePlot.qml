// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The screen of the scope: divisions, sweep, trigger and cursors, and all ways to zoom and to move with a pointer, with
// fingers and with keys.
Item {
    id: root

    required property ScopeModel scope
    property bool hasNumbers: true

    readonly property bool isXy: scope.display !== 0
    readonly property int side: Math.min(width, height)

    function obey(event: var): void {
        const isFine = event.modifiers & Qt.ShiftModifier;
        event.accepted = true;
        if (event.key === Qt.Key_Plus || event.key === Qt.Key_Equal)
            scope.zoomTime(1); // plus is typed with Shift on many keyboards
        else if (event.key === Qt.Key_Minus)
            scope.zoomTime(-1);
        else if (event.key === Qt.Key_Up || event.key === Qt.Key_Down)
            scope.zoomLevel(event.key === Qt.Key_Up ? 1 : -1);
        else if (event.key === Qt.Key_PageUp || event.key === Qt.Key_PageDown)
            scope.step(event.key === Qt.Key_PageDown ? 1 : -1);
        else if (event.key === Qt.Key_Left)
            move(isFine ? -0.01 : -0.1);
        else if (event.key === Qt.Key_Right)
            move(isFine ? 0.01 : 0.1);
        else if (event.key === Qt.Key_Home)
            scope.centreLevel();
        else
            event.accepted = false;
    }
    // Through the memory while it stands, else the trigger on the screen.
    function move(share: real): void {
        if (scope.canStep)
            scope.scroll(share);
        else
            scope.setTriggerX(scope.triggerX + share);
    }

    Accessible.focusable: true
    Accessible.description: qsTr("Plus and Minus zoom the time, Up and Down the level, Left and Right move, Home centres the trigger level, Page Up and Page Down step through stopped sweeps.")
    Accessible.name: qsTr("Scope")
    Accessible.role: Accessible.Graphic
    activeFocusOnTab: true

    Keys.onPressed: event => obey(event)

    ScopeGraticule {
        anchors.centerIn: parent
        hasNumbers: root.hasNumbers
        height: root.isXy ? root.side : root.height
        isXy: root.isXy
        levelLabels: root.scope.levelLabels
        timeLabels: root.scope.timeLabels
        unit: root.scope.timeUnit
        width: root.isXy ? root.side : root.width
    }
    ScopeItem {
        anchors.fill: parent
        color: Theme.trace
        lineWidth: Theme.size(2)
        model: root.scope
        objectName: "scopeTrace"
        secondColor: Theme.sharp
    }
    FocusRing {
        isShown: root.activeFocus
        radius: Theme.size(3)
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        horizontalAlignment: Text.AlignHCenter
        text: (root.scope.display === 2 ? qsTr("Mono is vertical, out of phase is horizontal") : qsTr("Right: channel 1, up: channel 2")) + qsTr(" · edge %1").arg(root.scope.xyRangeText)
        visible: root.isXy
        width: root.width
        wrapMode: Text.Wrap
        y: root.height - height - Theme.size(4)
    }
    DragHandler {
        id: drag

        property real moved: 0

        acceptedButtons: Qt.LeftButton
        target: null
        yAxis.enabled: false

        onActiveChanged: moved = 0
        onTranslationChanged: {
            if (!active)
                return;
            const share = (translation.x - moved) / root.width;
            moved = translation.x;
            root.move(root.scope.canStep ? -share : share);
        }
    }
    PinchHandler {
        property real zoomed: 1

        target: null

        onActiveChanged: zoomed = 1
        onActiveScaleChanged: {
            if (active && activeScale / zoomed > 1.6) {
                zoomed = activeScale;
                root.scope.zoomTime(1);
            } else if (active && activeScale / zoomed < 0.62) {
                zoomed = activeScale;
                root.scope.zoomTime(-1);
            }
        }
    }
    WheelHandler {
        property real turned: 0

        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        acceptedModifiers: Qt.KeyboardModifierMask

        onWheel: event => {
            turned += (event.angleDelta.y !== 0 ? event.angleDelta.y : event.angleDelta.x) / 120;
            const steps = Math.trunc(turned);
            turned -= steps;
            if (event.modifiers & (Qt.ShiftModifier | Qt.ControlModifier))
                root.scope.zoomLevel(steps);
            else
                root.scope.zoomTime(steps);
        }
    }
    TapHandler {
        onTapped: root.forceActiveFocus(Qt.MouseFocusReason)
        onDoubleTapped: root.scope.centreLevel()
    }
    ScopeMarkers {
        anchors.fill: parent
        scope: root.scope
        visible: !root.isXy
    }
}
