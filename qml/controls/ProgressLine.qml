// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Theme

// How much of a note has been taken.
Rectangle {
    id: root

    property real progress: 0 // 0 to 1

    color: Theme.line
    height: Theme.size(4)
    radius: height / 2
    width: parent ? parent.width : 0

    Rectangle {
        color: Theme.trace
        height: parent.height
        radius: parent.radius
        width: Math.round(parent.width * root.progress)
    }
}
