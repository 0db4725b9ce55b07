// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls

// What pointer, wheel and fingers do to a spectrum.
Item {
    id: root

    required property SpectrumModel spectrum

    signal touched

    PointedAt {
        onHoveredChanged: {
            if (!hovered)
                root.spectrum.setCursor(-1);
        }
        onPointed: x => {
            if (!drag.active)
                root.spectrum.setCursor(Math.max(0, x / root.width));
        }
    }
    TapHandler {
        onDoubleTapped: root.spectrum.reset()
        onTapped: eventPoint => {
            root.touched();
            root.spectrum.setCursor(Math.max(0, eventPoint.position.x / root.width));
        }
    }
    DragHandler {
        id: drag

        readonly property vector2d way: activeTranslation
        property vector2d done

        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        target: null

        onActiveChanged: done = Qt.vector2d(0, 0)
        onWayChanged: {
            if (!active)
                return;
            root.spectrum.pan((done.x - way.x) / root.width);
            root.spectrum.panLevels((done.y - way.y) / root.height);
            done = Qt.vector2d(way.x, way.y);
        }
    }
    DragHandler {
        acceptedDevices: PointerDevice.TouchScreen
        target: null

        onCentroidChanged: {
            if (active)
                root.spectrum.setCursor(Math.max(0, centroid.position.x / root.width));
        }
    }
    PinchHandler {
        id: pinch

        readonly property real spread: activeScale
        property real lastScale: 1
        property real lastX: 0

        target: null

        onActiveChanged: {
            lastScale = 1;
            lastX = centroid.position.x;
        }
        onSpreadChanged: {
            if (!active)
                return;
            root.spectrum.zoom(lastScale / spread, centroid.position.x / root.width);
            root.spectrum.pan((lastX - centroid.position.x) / root.width);
            lastScale = spread;
            lastX = centroid.position.x;
        }
    }
    WheelHandler {
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        acceptedModifiers: Qt.NoModifier
        target: null

        onWheel: event => root.spectrum.turn(event.angleDelta.y / 120, event.x / root.width)
    }
    WheelHandler {
        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        acceptedModifiers: Qt.ShiftModifier
        target: null

        onWheel: event => root.spectrum.turnLevels((event.angleDelta.y + event.angleDelta.x) / 120, event.y / root.height)
    }
}
