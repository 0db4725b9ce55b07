// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Momentary, short-term and integrated loudness, and the scale EBU +9 with the momentary one as its bar.
Item {
    id: root

    required property MetersModel meters
    property bool hasScale: true
    property real numbersWidth: width // of the three numbers; beside them there may be something else

    readonly property bool hasSoundLevel: meters.splText.length > 0
    readonly property list<string> captions: [qsTr("Momentary"), qsTr("Short-term"), qsTr("Integrated"), qsTr("SPL %1").arg(meters.splWeighting)]
    readonly property list<string> values: [meters.momentaryText, meters.shortTermText, meters.integratedText, meters.splText]
    readonly property int numberText: Math.round(Math.max(Theme.size(22), Math.min(Theme.size(44), numbersWidth / (hasSoundLevel ? 18 : 13))))
    readonly property real target: 18 / 27 // 0 LU on the scale

    implicitHeight: numbers.height + (hasScale ? scale.height + detail.height + 2 * Theme.gap : 0)

    Row {
        id: numbers

        width: root.numbersWidth

        Repeater {
            model: root.hasSoundLevel ? 4 : 3

            Column {
                id: cell

                required property int index

                readonly property bool isSoundLevel: index === 3

                Accessible.name: (isSoundLevel ? qsTr("%1: %2 dB") : qsTr("%1 loudness %2 LUFS")).arg(root.captions[index]).arg(root.values[index])
                Accessible.role: Accessible.StaticText
                width: numbers.width / (root.hasSoundLevel ? 4 : 3)

                BodyText {
                    color: Theme.soft
                    font.pixelSize: Theme.smallText
                    text: root.captions[cell.index]
                }
                Row {
                    spacing: Theme.size(4)

                    NumberCells {
                        color: Theme.text
                        family: Theme.displayFamily
                        fractionCells: 1
                        integerCells: 3
                        pixelSize: root.numberText
                        text: root.values[cell.index]
                        weight: Font.DemiBold
                    }
                    BodyText {
                        anchors.bottom: parent.bottom
                        bottomPadding: Math.round(root.numberText * 0.2)
                        color: Theme.soft
                        font.pixelSize: Theme.smallText
                        text: cell.isSoundLevel ? qsTr("dB") : qsTr("LUFS")
                        visible: root.numbersWidth >= Theme.size(root.hasSoundLevel ? 640 : 420)
                    }
                }
            }
        }
    }
    Item {
        id: scale

        Accessible.name: qsTr("Loudness scale EBU +9")
        Accessible.role: Accessible.Indicator
        height: Theme.size(36)
        visible: root.hasScale
        width: parent.width
        y: numbers.height + Theme.gap

        Rectangle {
            color: Theme.pressed
            height: Theme.size(12)
            radius: height / 2
            width: parent.width
        }
        Rectangle {
            color: root.meters.momentaryPosition > root.target ? Theme.sharp : Theme.trace
            height: Theme.size(12)
            objectName: "momentaryBar"
            radius: height / 2
            visible: root.meters.momentaryPosition > 0
            width: Math.max(height, root.meters.momentaryPosition * parent.width)
        }
        Rectangle {
            color: Theme.soft
            height: Theme.size(16)
            visible: root.meters.shortTermPosition > 0
            width: Theme.size(2)
            x: root.meters.shortTermPosition * (parent.width - width)
            y: -Theme.size(2)
        }
        Rectangle {
            color: Theme.text
            height: Theme.size(18)
            visible: root.meters.integratedPosition > 0
            width: Theme.size(4)
            x: root.meters.integratedPosition * (parent.width - width)
            y: -Theme.size(3)
        }
        Repeater {
            model: [-18, -9, 0, 9]

            BodyText {
                required property int modelData

                color: modelData === 0 ? Theme.text : Theme.soft
                font.pixelSize: Theme.size(12)
                text: modelData < 0 ? "\u2212" + -modelData : modelData > 0 ? qsTr("+%1 LU").arg(modelData) : "0"
                x: Math.round(Math.max(0, Math.min(scale.width - width, (18 + modelData) / 27 * scale.width - width / 2)))
                y: Theme.size(17)
            }
        }
    }
    BodyText {
        id: detail

        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: Theme.soft
        font.pixelSize: Theme.smallText
        height: implicitHeight
        text: root.meters.detailText
        visible: root.hasScale
        width: parent.width
        wrapMode: Text.Wrap
        y: scale.y + scale.height + Theme.size(2)
    }
}
