// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// Whether the pointer has moved over the item since it came: not so where the window has opened under it.
HoverHandler {
    id: root

    property int moves: 0 // the first one is where it came
    property point last

    readonly property bool hasMoved: hovered && moves > 1

    onHoveredChanged: moves = 0
    onPointChanged: {
        if (hovered && point.position !== last)
            ++moves;
        last = point.position;
    }
}
