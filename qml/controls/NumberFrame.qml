// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Theme

// The frame of a NumberField between its two ends, and the unit.
Item {
    id: root

    required property real inset
    required property bool isFocused
    required property bool isInRange
    required property string unit

    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: root.inset
        anchors.rightMargin: root.inset
        border.color: !root.isInRange ? Theme.warning : root.isFocused ? Theme.flat : Theme.line
        border.width: root.isFocused || !root.isInRange ? Theme.size(2) : Theme.hairline
        color: Theme.raised
        radius: Theme.radius

        BodyText {
            anchors.right: parent.right
            anchors.rightMargin: Theme.size(12)
            color: Theme.soft
            height: parent.height
            text: root.unit
        }
    }
}
