// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Theme

// One bar, in the colours of the parts of the scale that it has reached, the peak that goes with it as a paler one
// behind, the mark of the highest that was held, and a line where the standard aligns.
Item {
    id: root

    required property real position
    required property real peak
    required property real held
    required property real reference
    required property real cautionPosition
    required property real dangerPosition

    readonly property real safeEnd: Math.min(cautionPosition, dangerPosition)

    Rectangle {
        color: Theme.pressed
        height: parent.height
        width: parent.width
    }
    Rectangle {
        color: Theme.raised
        height: parent.height
        visible: root.dangerPosition < 1
        width: parent.width - x
        x: root.dangerPosition * parent.width

        Rectangle {
            color: Theme.warning
            height: Theme.size(2)
            width: parent.width
            y: parent.height - height
        }
    }
    Rectangle {
        color: root.peak > root.dangerPosition ? Theme.warning : Theme.trace
        height: parent.height
        objectName: "peak"
        opacity: 0.35
        visible: root.peak > 0
        width: root.peak * parent.width
    }
    Rectangle {
        color: Theme.trace
        height: parent.height
        objectName: "safe"
        width: Math.min(root.position, root.safeEnd) * parent.width
    }
    Rectangle {
        color: Theme.sharp
        height: parent.height
        visible: root.position > root.safeEnd
        width: (Math.min(root.position, root.dangerPosition) - root.safeEnd) * parent.width
        x: root.safeEnd * parent.width
    }
    Rectangle {
        color: Theme.warning
        height: parent.height
        objectName: "danger"
        visible: root.position > root.dangerPosition
        width: (root.position - root.dangerPosition) * parent.width
        x: root.dangerPosition * parent.width
    }
    Rectangle {
        color: Theme.soft
        height: parent.height
        objectName: "reference"
        opacity: 0.7
        width: Theme.hairline
        x: Math.round(root.reference * parent.width)
    }
    Rectangle {
        color: root.held > root.dangerPosition ? Theme.warning : Theme.text
        height: parent.height
        objectName: "held"
        visible: root.held > 0
        width: Theme.size(2)
        x: root.held * (parent.width - width)
    }
}
