// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Theme

// A number whose digits never jump: each has its own cell, and the decimal point keeps its place.
// Qt 6.4 cannot switch on tabular figures, so cells replace them. Text without a digit (infinity) is right-aligned.
Item {
    id: root

    property string text
    property int integerCells: 3 // before the point, including the sign
    property int fractionCells: 0 // room kept behind the point
    property color color: Theme.text
    property int pixelSize: Theme.bodyText
    property int weight: Font.Normal
    property string family: Theme.family

    readonly property int pointIndex: text.indexOf(".")
    readonly property int lead: Math.max(0, integerCells - (pointIndex < 0 ? text.length : pointIndex))
    readonly property real cell: Math.ceil(Math.max(zero.advanceWidth, four.advanceWidth))
    readonly property real pointCell: Math.ceil(point.advanceWidth)
    readonly property real startX: /[0-9]/.test(text) ? lead * cell : Math.max(0, implicitWidth - text.length * cell)
    readonly property real usedWidth: startX + text.length * cell - (pointIndex < 0 ? 0 : cell - pointCell) // to the last digit

    implicitHeight: Math.round(pixelSize * 1.25)
    implicitWidth: integerCells * cell + (fractionCells > 0 ? pointCell + fractionCells * cell : 0)

    TextMetrics {
        id: zero

        font.family: root.family
        font.pixelSize: root.pixelSize
        font.weight: root.weight
        text: "0"
    }
    TextMetrics {
        id: four

        font: zero.font
        text: "4"
    }
    TextMetrics {
        id: point

        font: zero.font
        text: "."
    }
    Repeater {
        model: root.text.length

        Text {
            required property int index

            color: root.color
            font: zero.font
            height: root.height
            horizontalAlignment: Text.AlignHCenter
            text: root.text.charAt(index)
            textFormat: Text.PlainText
            verticalAlignment: Text.AlignVCenter
            width: index === root.pointIndex ? root.pointCell : root.cell
            x: root.startX + index * root.cell - (root.pointIndex >= 0 && index > root.pointIndex ? root.cell - root.pointCell : 0)
        }
    }
}
