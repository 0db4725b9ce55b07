// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Theme

// The ticks of the cents scale, in one colour; rounder numbers have longer ticks.
Item {
    id: root

    required property real pixelsPerCent
    required property color color
    property int rangeCents: 50

    readonly property int step: pixelsPerCent >= 4.5 ? 1 : pixelsPerCent >= 3 ? 2 : 5
    readonly property int count: 2 * Math.floor(rangeCents / step) + 1

    Repeater {
        model: root.count

        Rectangle {
            required property int index

            readonly property int cents: (index - (root.count - 1) / 2) * root.step
            readonly property real part: cents % 50 === 0 ? 1 : cents % 10 === 0 ? 0.66 : cents % 5 === 0 ? 0.44 : 0.26

            color: root.color
            height: Math.round(root.height * part)
            radius: width / 2
            width: cents % 10 === 0 ? Theme.size(2) : Theme.hairline
            x: Math.round(root.width / 2 + cents * root.pixelsPerCent - width / 2)
            y: root.height - height
        }
    }
}
