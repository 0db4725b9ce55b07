// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A level meter for each channel, the scale that they share, and the correlation of two.
Item {
    id: root

    required property MetersModel meters
    property bool hasDetails: true

    readonly property int labelWidth: Theme.size(22)
    readonly property int valueWidth: Theme.size(54)
    readonly property int lampWidth: Theme.size(10)
    readonly property int track: width - labelWidth - valueWidth - lampWidth - Theme.size(4)
    readonly property int scaleHeight: Theme.size(24)
    readonly property int correlationHeight: hasDetails && meters.hasCorrelation ? Theme.size(46) : 0
    readonly property int detailHeight: hasDetails ? Theme.size(20) : 0
    readonly property real room: height - scaleHeight - correlationHeight
    readonly property int rowHeight: Math.floor(Math.max(Theme.size(9), Math.min(Theme.size(120), room / Math.max(1, meters.channelCount))))
    readonly property bool hasLines: rowHeight >= detailHeight + Theme.size(16) && detailHeight > 0

    clip: true

    Repeater {
        model: root.meters

        Item {
            id: row

            required property string name
            required property real position
            required property real peak
            required property real held
            required property string value
            required property string levels
            required property string offset
            required property int clips
            required property int index

            readonly property int barHeight: Math.max(Theme.size(6), Math.min(Theme.size(56), root.rowHeight - (root.hasLines ? root.detailHeight : 0) - Theme.size(root.rowHeight > Theme.size(50) ? 20 : 4)))

            Accessible.name: qsTr("Channel %1: %2 %3. %4. Clipped %5 times").arg(name).arg(value).arg(root.meters.unit).arg(levels).arg(clips)
            Accessible.role: Accessible.Indicator
            height: root.rowHeight
            width: root.width
            y: index * root.rowHeight

            BodyText {
                color: Theme.soft
                font.pixelSize: Theme.smallText
                height: row.barHeight
                text: row.name
            }
            MeterBar {
                cautionPosition: root.meters.cautionPosition
                dangerPosition: root.meters.dangerPosition
                held: row.held
                height: row.barHeight
                peak: row.peak
                position: row.position
                reference: root.meters.referencePosition
                width: root.track
                x: root.labelWidth
            }
            ClipMark {
                channel: row.name
                clips: row.clips
                height: row.barHeight
                objectName: "clipMark"
                width: root.lampWidth
                x: root.labelWidth + root.track + Theme.size(4)

                onPressed: root.meters.resetClips()
            }
            NumberCells {
                color: row.position > root.meters.dangerPosition ? Theme.warning : Theme.text
                fractionCells: 1
                height: row.barHeight
                integerCells: 3
                pixelSize: Theme.smallText
                text: row.value
                x: root.width - implicitWidth
            }
            BodyText {
                color: row.clips > 0 ? Theme.warning : Theme.soft
                font.pixelSize: Theme.size(12)
                height: root.detailHeight
                text: (row.clips > 0 ? qsTr("%1 clips  \u00b7  ").arg(row.clips) : "") + row.levels + (root.width >= Theme.size(480) ? "  \u00b7  " + row.offset : "")
                visible: root.hasLines
                width: root.width - root.labelWidth
                x: root.labelWidth
                y: row.barHeight
            }
        }
    }
    MeterMarks {
        labels: root.meters.markLabels
        positions: root.meters.markPositions
        reference: root.meters.referencePosition
        unit: root.meters.unit
        width: root.track
        x: root.labelWidth
        y: root.rowHeight * root.meters.channelCount
    }
    Item {
        id: correlation

        Accessible.name: qsTr("Correlation %1").arg(root.meters.correlationText)
        Accessible.role: Accessible.Indicator
        height: root.correlationHeight
        visible: height > 0
        width: root.track
        x: root.labelWidth
        y: root.rowHeight * root.meters.channelCount + root.scaleHeight

        BodyText {
            color: Theme.soft
            font.pixelSize: Theme.smallText
            text: qsTr("Correlation %1").arg(root.meters.correlationText)
        }
        Rectangle {
            color: Theme.pressed
            height: Theme.size(8)
            radius: height / 2
            width: parent.width
            y: Theme.size(24)
        }
        Rectangle {
            color: Theme.line
            height: Theme.size(14)
            width: Theme.hairline
            x: Math.round(parent.width / 2)
            y: Theme.size(21)
        }
        Rectangle {
            color: root.meters.correlationPosition < 0.5 ? Theme.warning : Theme.text
            height: Theme.size(14)
            radius: width / 2
            width: Theme.size(4)
            x: root.meters.correlationPosition * (parent.width - width)
            y: Theme.size(21)
        }
    }
}
