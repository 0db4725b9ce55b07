// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend

// Mouse, wheel and fingers over the lanes: a mouse selects, a finger scrolls.
Item {
    id: root

    required property TimelineModel timeline
    required property real plotLeft // of the lanes
    required property real room // their width

    readonly property bool isSelecting: selecting.active

    signal touched

    function at(x: real): real {
        return (x - plotLeft) / room;
    }

    TapHandler {
        onTapped: eventPoint => {
            root.touched();
            root.timeline.unselect();
            root.timeline.pointAt(root.at(eventPoint.position.x));
        }
    }
    DragHandler {
        id: selecting

        acceptedDevices: PointerDevice.Mouse
        target: null
        yAxis.enabled: false

        onActiveChanged: {
            if (active)
                root.touched();
        }
        onCentroidChanged: {
            if (active)
                root.timeline.select(root.at(centroid.pressPosition.x), root.at(centroid.position.x));
        }
    }
    DragHandler {
        property real before: 0

        acceptedDevices: PointerDevice.TouchScreen
        target: null
        yAxis.enabled: false

        onActiveChanged: before = 0
        onTranslationChanged: {
            root.timeline.scroll((before - translation.x) / root.room);
            before = translation.x;
        }
    }
    PinchHandler {
        property real before: 1

        target: null

        onActiveChanged: before = 1
        onActiveScaleChanged: {
            root.timeline.zoom(before / activeScale, root.at(centroid.position.x));
            before = activeScale;
        }
    }
    WheelHandler {
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        orientation: Qt.Vertical
        target: null

        onWheel: event => {
            if (event.modifiers & Qt.ShiftModifier)
                root.timeline.scroll(-event.angleDelta.y / 1200);
            else
                root.timeline.turn(-event.angleDelta.y / 120, root.at(event.x));
        }
    }
}
