// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// The cents scale. The needle is as wide as the uncertainty (one standard deviation to each side), the ticks
// between the middle and the needle are lit, and two brackets mark the range of "in tune"; they close into a frame when
// the note is in tune.
Item {
    id: root

    required property TunerModel tuner
    required property color stateColor

    readonly property bool isSounding: tuner.presence === TunerModel.Sounding
    readonly property bool isInTune: tuner.tuning === TunerModel.InTune
    readonly property real pixelsPerCent: (width - Theme.size(36)) / 108
    readonly property real needleX: width / 2 + tuner.cents * pixelsPerCent
    readonly property int labelText: Math.round(Math.max(Theme.smallText, height * 0.15))
    readonly property int rulerHeight: height - Math.round(labelText * 1.5)

    Accessible.name: qsTr("Cents scale")
    Accessible.role: Accessible.Indicator

    // Closed when in tune; otherwise only its ends are drawn, as two brackets.
    Item {
        id: frame

        readonly property int half: Math.round(Math.max(Theme.size(9), root.tuner.toleranceCents * root.pixelsPerCent + Theme.size(4)))
        readonly property int end: Math.round(height * 0.16)

        height: root.rulerHeight
        objectName: "frame"
        width: 2 * half
        x: Math.round(root.width / 2) - half

        Repeater {
            model: root.isInTune ? [0] : [0, frame.height - frame.end]

            Item {
                id: part

                required property int modelData

                clip: true
                height: root.isInTune ? frame.height : frame.end
                width: frame.width
                y: modelData

                Rectangle {
                    border.color: root.isInTune ? Theme.inTune : root.isSounding ? Theme.soft : Theme.tick
                    border.width: root.isInTune ? Theme.size(3) : Theme.size(2)
                    color: root.isInTune ? Qt.rgba(Theme.inTune.r, Theme.inTune.g, Theme.inTune.b, 0.18) : "transparent"
                    height: frame.height
                    radius: Theme.size(5)
                    width: frame.width
                    y: -part.modelData
                }
            }
        }
    }
    TickRow {
        id: ticks

        color: root.isSounding ? Theme.tick : Theme.line
        height: Math.round(root.rulerHeight * 0.68)
        pixelsPerCent: root.pixelsPerCent
        width: root.width
        y: root.rulerHeight - height - Math.round(root.rulerHeight * 0.1)
    }
    Item {
        clip: true
        height: root.rulerHeight
        visible: root.isSounding && !root.isInTune
        width: Math.abs(root.needleX - root.width / 2) + Theme.size(1)
        x: Math.min(root.needleX, root.width / 2)

        TickRow {
            color: root.stateColor
            height: ticks.height
            pixelsPerCent: root.pixelsPerCent
            width: root.width
            x: -parent.x
            y: ticks.y
        }
    }
    Rectangle {
        id: spread

        readonly property real wanted: 2 * root.tuner.sigmaCents * root.pixelsPerCent

        color: root.stateColor
        height: root.rulerHeight
        objectName: "spread"
        opacity: 0.34
        radius: Math.min(width / 2, Theme.size(6))
        visible: root.isSounding && wanted > needle.width
        width: Math.min(wanted, root.width)
        x: root.needleX - width / 2
    }
    Rectangle {
        id: needle

        color: root.stateColor
        height: root.rulerHeight
        objectName: "needle"
        radius: width / 2
        visible: root.isSounding
        width: Math.max(Theme.size(4), Math.round(root.rulerHeight * 0.055))
        x: root.needleX - width / 2
    }
    Repeater {
        model: [-50, -25, 0, 25, 50]

        BodyText {
            required property int modelData

            color: root.isSounding ? Theme.soft : Theme.ghost
            font.pixelSize: root.labelText
            text: modelData < 0 ? "\u2212" + -modelData : modelData > 0 ? "+" + modelData : "0"
            x: Math.round(root.width / 2 + modelData * root.pixelsPerCent - width / 2)
            y: root.height - height
        }
    }
}
