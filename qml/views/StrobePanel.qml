// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The strobe: a band or a ring for each of the partials 1, 2, 4 and 8. It stands while the note is in tune, moves to the
// right while it is sharp, and shows no stripes while the phase is unknown.
Item {
    id: root

    required property CaptureController controller
    required property color stateColor

    readonly property DisplayChoice choice: controller.host.displays
    readonly property bool isCircular: choice.isCircular
    readonly property int labelWidth: isCircular ? 0 : Math.round(labelText * 1.4)
    readonly property int markerHeight: Theme.size(8)
    readonly property int labelText: Math.round(Math.max(Theme.smallText, Math.min(height * 0.09, Theme.size(20))))

    Accessible.name: qsTr("Strobe")
    Accessible.role: Accessible.Indicator

    StrobeModel {
        id: strobe

        controller: root.controller
        isActive: root.visible
        isScaled: root.choice.isScaled
        isStill: Theme.isMotionReduced
        objectName: "strobeModel"
    }
    Rectangle {
        border.color: Theme.line
        border.width: Theme.hairline
        color: Theme.raised
        height: bands.height + 2 * Theme.hairline
        visible: !root.isCircular
        width: bands.width + 2 * Theme.hairline
        x: bands.x - Theme.hairline
        y: bands.y - Theme.hairline
    }
    StrobeItem {
        id: bands

        color: root.stateColor
        ground: Theme.raised
        height: root.height - 2 * y
        isCircular: root.isCircular
        model: strobe
        objectName: "strobe"
        width: root.width - 2 * root.labelWidth
        x: root.labelWidth
        y: root.isCircular ? 0 : root.markerHeight
    }
    // A fixed mark, against which motion is visible.
    Repeater {
        model: root.isCircular ? 0 : 2

        Rectangle {
            required property int index

            color: Theme.soft
            height: Theme.size(6)
            width: Theme.size(3)
            x: Math.round(bands.x + bands.width / 2 - width / 2)
            y: index === 0 ? 0 : root.height - height
        }
    }
    Rectangle {
        color: Theme.soft
        height: Theme.size(8)
        visible: root.isCircular
        width: Theme.size(3)
        x: Math.round(root.width / 2 - width / 2)
        y: Math.round(root.height / 2 - Math.min(root.width, root.height) * 0.15 + Theme.size(4))
    }
    Repeater {
        model: root.isCircular ? [] : [8, 4, 2, 1]

        BodyText {
            required property int index
            required property int modelData

            color: Theme.soft
            font.pixelSize: root.labelText
            height: bands.height / 4
            text: modelData
            y: bands.y + index * height
        }
    }
}
