// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The lanes of the history, moved by hand, wheel, pinch and keys, with a cursor.
Item {
    id: root

    required property HistoryViewModel history

    readonly property real plotLeft: plot.gutter
    readonly property real room: Math.max(1, width - plotLeft)

    function at(x: real): real {
        return (x - plotLeft) / room;
    }

    Accessible.description: qsTr("Left and right scroll, plus and minus zoom, Shift and left or right move the cursor, Home and End go to the oldest and the newest")
    Accessible.focusable: true
    Accessible.name: qsTr("History, %1, %2").arg(history.spanText).arg(history.placeText)
    Accessible.role: Accessible.Graphic
    activeFocusOnTab: true

    Keys.onEscapePressed: event => {
        event.accepted = history.hasCursor;
        history.unpoint();
    }
    Keys.onPressed: event => {
        event.accepted = true;
        const isCursor = event.modifiers & Qt.ShiftModifier;
        switch (event.key) {
        case Qt.Key_Left:
            isCursor ? history.movePoint(-1) : history.scroll(-0.1);
            break;
        case Qt.Key_Right:
            isCursor ? history.movePoint(1) : history.scroll(0.1);
            break;
        case Qt.Key_Plus:
        case Qt.Key_Equal:
        case Qt.Key_Up:
            history.turn(-1, 0.5);
            break;
        case Qt.Key_Minus:
        case Qt.Key_Down:
            history.turn(1, 0.5);
            break;
        case Qt.Key_PageUp:
            history.scroll(-1);
            break;
        case Qt.Key_PageDown:
            history.scroll(1);
            break;
        case Qt.Key_Home:
            history.goToOldest();
            break;
        case Qt.Key_End:
            history.goLive();
            break;
        default:
            event.accepted = false;
        }
    }
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape && history.hasCursor

    HistoryPlot {
        id: plot

        anchors.fill: parent
        family: Theme.family
        flat: Theme.flat
        inTune: Theme.inTune
        lanes: height < Theme.size(190) ? HistoryPlot.Pitch | HistoryPlot.Level : HistoryPlot.Pitch | HistoryPlot.Level | HistoryPlot.Loudness
        line: Theme.line
        model: root.history
        objectName: "historyPlot"
        raised: Theme.raised
        sharp: Theme.sharp
        soft: Theme.soft
        text: Theme.text
        textSize: Theme.smallText
        trace: Theme.trace
        warning: Theme.warning
    }
    Rectangle {
        color: Theme.text
        height: parent.height - plot.foot
        objectName: "historyCursor"
        visible: root.history.hasCursor && root.history.cursor >= 0 && root.history.cursor <= 1
        width: Theme.hairline
        x: Math.round(root.plotLeft + root.history.cursor * root.room)
    }
    PointedAt {
        onHoveredChanged: {
            if (!hovered)
                root.history.unpoint();
        }
        onPointed: x => {
            if (!drag.active && x >= root.plotLeft)
                root.history.pointAt(root.at(x));
        }
    }
    TapHandler {
        onTapped: eventPoint => {
            root.forceActiveFocus(Qt.MouseFocusReason);
            root.history.pointAt(root.at(eventPoint.position.x));
        }
    }
    DragHandler {
        id: drag

        property real before: 0

        target: null
        yAxis.enabled: false

        onActiveChanged: before = 0
        onTranslationChanged: {
            root.history.scroll((before - translation.x) / root.room);
            before = translation.x;
        }
    }
    PinchHandler {
        property real before: 1

        target: null

        onActiveChanged: before = 1
        onActiveScaleChanged: {
            root.history.zoom(before / activeScale, root.at(centroid.position.x));
            before = activeScale;
        }
    }
    WheelHandler {
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        orientation: Qt.Vertical
        target: null

        onWheel: event => {
            if (event.modifiers & Qt.ShiftModifier)
                root.history.scroll(-event.angleDelta.y / 1200);
            else
                root.history.turn(-event.angleDelta.y / 120, root.at(event.x));
        }
    }
    FocusRing {
        isShown: root.activeFocus && !drag.active
    }
}
