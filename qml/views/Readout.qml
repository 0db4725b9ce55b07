// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The numbers: cents, and below them the frequency and its uncertainty. The decimal point of the cents is in the middle.
// Large: only the cents.
Item {
    id: root

    required property TunerModel tuner

    property bool isLarge: false

    readonly property int largeText: Math.round(isLarge ? Math.min(height * 0.8, width * 0.22) : height * 0.5)
    readonly property int smallText: Math.round(Math.max(Theme.smallText, isLarge ? largeText * 0.3 : height * 0.21))

    NumberCells {
        id: cents

        color: Theme.text
        family: Theme.displayFamily
        fractionCells: 1
        integerCells: 3
        objectName: "cents"
        pixelSize: root.largeText
        text: root.tuner.centsText
        weight: Font.DemiBold
        x: Math.round(root.width / 2 - integerCells * cell - pointCell / 2)
    }
    BodyText {
        anchors.baseline: cents.top
        anchors.baselineOffset: Math.round(cents.implicitHeight * 0.8)
        color: Theme.soft
        font.pixelSize: root.smallText
        text: qsTr("cents")
        x: cents.x + cents.usedWidth + Math.round(root.largeText * 0.22)
    }
    Item {
        id: frequency

        height: root.smallText * 1.4
        visible: !root.isLarge
        width: root.width
        y: root.height - height

        NumberCells {
            id: hertz

            color: Theme.text
            fractionCells: 3
            integerCells: 4
            pixelSize: root.smallText
            text: root.tuner.hertzText
            weight: Font.Medium
            x: Math.round(root.width / 2 - root.smallText * 1.6 - usedWidth - unit.width)
        }
        BodyText {
            id: unit

            color: Theme.soft
            font.pixelSize: root.smallText
            height: hertz.implicitHeight
            leftPadding: Math.round(root.smallText * 0.3)
            text: qsTr("Hz")
            x: hertz.x + hertz.usedWidth
        }
        Row {
            spacing: Math.round(root.smallText * 0.3)
            x: Math.round(root.width / 2 + root.smallText * 1.6)

            NumberCells {
                color: Theme.text
                fractionCells: 2
                integerCells: 2
                pixelSize: root.smallText
                text: "\u00b1" + root.tuner.sigmaText
                weight: Font.Medium
                width: usedWidth
            }
            BodyText {
                color: Theme.soft
                font.pixelSize: root.smallText
                height: hertz.implicitHeight
                text: qsTr("cents")
            }
        }
    }
}
