// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// A scale of EBU Tech 3341: momentary loudness as its bar, short-term as a thin mark, integrated as a thick one.
Item {
    id: root

    required property MetersLoudness loudness

    Accessible.name: qsTr("Loudness scale %1 in %2").arg(loudness.scaleName).arg(loudness.unit)
    Accessible.role: Accessible.Indicator
    implicitHeight: marks.y + marks.height

    Rectangle {
        color: Theme.pressed
        height: Theme.size(12)
        radius: height / 2
        width: parent.width
    }
    Rectangle {
        color: root.loudness.momentaryPosition > root.loudness.targetPosition ? Theme.sharp : Theme.trace
        height: Theme.size(12)
        objectName: "momentaryBar"
        radius: height / 2
        visible: root.loudness.momentaryPosition > 0
        width: Math.max(height, root.loudness.momentaryPosition * parent.width)
    }
    Rectangle {
        color: Theme.tick
        height: Theme.size(12)
        objectName: "loudnessTarget"
        width: Theme.hairline
        x: Math.round(root.loudness.targetPosition * parent.width)
    }
    Rectangle {
        color: Theme.soft
        height: Theme.size(16)
        visible: root.loudness.shortTermPosition > 0
        width: Theme.size(2)
        x: root.loudness.shortTermPosition * (parent.width - width)
        y: -Theme.size(2)
    }
    Rectangle {
        color: Theme.text
        height: Theme.size(18)
        visible: root.loudness.integratedPosition > 0
        width: Theme.size(4)
        x: root.loudness.integratedPosition * (parent.width - width)
        y: -Theme.size(3)
    }
    MeterMarks {
        id: marks

        labels: root.loudness.markLabels
        positions: root.loudness.markPositions
        reference: root.loudness.targetPosition
        unit: ""
        width: parent.width
        y: Theme.size(13)
    }
}
