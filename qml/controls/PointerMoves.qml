// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend

// Whether the pointer has moved over the item since it arrived, or since a key was pressed: false if the window opened
// under it.
HoverHandler {
    id: root

    property int moves: 0 // the first event is its arrival
    property point last

    readonly property bool hasMoved: hovered && moves > 1
    readonly property Connections keys: Connections {
        function onKeyPressed() {
            root.moves = 0;
        }

        target: KeyWatch
    }

    onHoveredChanged: moves = 0
    onPointChanged: {
        if (hovered && point.position !== last)
            ++moves;
        last = point.position;
    }
}
