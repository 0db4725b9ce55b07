// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The circle of fifths with the size of each, and the notes as a table. Sizes are cents from pure intervals.
Column {
    id: root

    required property IntervalTable table

    readonly property list<string> heads: table.isCircle ? [qsTr("Note"), qsTr("Cents"), qsTr("Equal"), qsTr("Fifth"), qsTr("Third")] : [qsTr("Note"), qsTr("Cents"), qsTr("Key")]
    readonly property int cell: Math.floor(width / heads.length)

    spacing: Theme.gap
    width: parent ? parent.width : 0

    Caption {
        text: root.table.isCircle ? qsTr("Fifths, in cents from pure") : qsTr("Notes")
    }
    Item {
        id: circle

        readonly property int radius: Math.round(height / 2 - Theme.size(24))

        anchors.horizontalCenter: parent.horizontalCenter
        height: Math.min(root.width, Theme.size(340))
        objectName: "circle"
        visible: root.table.isCircle
        width: height

        Repeater {
            model: root.table

            Item {
                id: spoke

                required property string note
                required property string fifth
                required property real noteX
                required property real noteY
                required property real fifthX
                required property real fifthY

                readonly property bool isPure: fifth === "0.00"

                Accessible.name: qsTr("Fifth over %1: %2 cents from pure").arg(note).arg(fifth)
                Accessible.role: Accessible.StaticText

                BodyText {
                    font.pixelSize: Theme.titleText
                    font.weight: Font.DemiBold
                    text: spoke.note
                    x: Math.round(circle.width / 2 + spoke.noteX * circle.radius - width / 2)
                    y: Math.round(circle.height / 2 + spoke.noteY * circle.radius - height / 2)
                }
                BodyText {
                    color: spoke.isPure ? Theme.inTune : Theme.soft
                    font.pixelSize: Theme.smallText
                    text: spoke.isPure ? qsTr("pure") : spoke.fifth
                    x: Math.round(circle.width / 2 + spoke.fifthX * circle.radius * 0.72 - width / 2)
                    y: Math.round(circle.height / 2 + spoke.fifthY * circle.radius * 0.72 - height / 2)
                }
            }
        }
    }
    Row {
        Repeater {
            model: root.heads

            BodyText {
                required property string modelData

                color: Theme.soft
                font.pixelSize: Theme.smallText
                horizontalAlignment: Text.AlignRight
                text: modelData
                width: root.cell
            }
        }
    }
    Repeater {
        model: root.table

        Row {
            id: line

            required property string note
            required property string cents
            required property string deviation
            required property string fifth
            required property string third

            Accessible.name: root.table.isCircle ? qsTr("%1: %2 cents, %3 from equal, fifth %4, third %5").arg(note).arg(cents).arg(deviation).arg(fifth).arg(third) : qsTr("%1: %2 cents").arg(note).arg(cents)
            Accessible.role: Accessible.StaticText
            objectName: "interval"

            Repeater {
                model: root.table.isCircle ? [line.note, line.cents, line.deviation, line.fifth, line.third] : [line.note, line.cents, line.deviation]

                BodyText {
                    required property string modelData
                    required property int index

                    elide: Text.ElideRight
                    font.pixelSize: root.cell < Theme.size(64) ? Theme.smallText : Theme.bodyText
                    font.weight: index === 0 ? Font.DemiBold : Font.Normal
                    horizontalAlignment: Text.AlignRight
                    text: modelData
                    width: root.cell
                }
            }
        }
    }
}
