// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Where the pointer is. Qt sends its place again with each picture, which would take a cursor back from the keys: only
// what moves counts.
HoverHandler {
    property point last

    signal pointed(real x, real y)

    acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad | PointerDevice.Stylus

    onPointChanged: {
        const hasMoved = point.scenePosition !== last;
        last = point.scenePosition;
        if (hasMoved && hovered)
            pointed(point.position.x, point.position.y);
    }
}
