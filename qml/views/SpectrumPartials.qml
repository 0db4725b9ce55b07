// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Marks the partials of the note: their number, and how far each is from a multiple of the first, in cents.
Item {
    id: root

    required property SpectrumModel spectrum

    Repeater {
        model: root.spectrum

        Item {
            id: mark

            required property real position
            required property real level
            required property int number
            required property string centsText

            required property real gap

            readonly property bool hasRoom: root.width * gap > Theme.size(28)
            readonly property bool isHigh: y < label.height + Theme.size(9) // no room above it: the label is beside it

            visible: position >= 0 && position <= 1 && level < 1 // else it is below the picture
            x: Math.round(position * root.width)
            y: Math.round(Math.max(Theme.size(9), level * root.height))

            Rectangle {
                color: Theme.inTune
                height: Theme.size(6)
                rotation: 45
                width: height
                x: -width / 2
                y: -height / 2 - Theme.size(5)
            }
            BodyText {
                id: label

                color: Theme.inTune
                font.pixelSize: Theme.smallText
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
                lineHeight: 0.95
                text: mark.centsText === "" ? mark.number : mark.number + "\n" + mark.centsText
                visible: mark.hasRoom
                x: mark.isHigh ? Theme.size(6) : -width / 2
                y: mark.isHigh ? -mark.y : -height - Theme.size(9)
            }
        }
    }
}
