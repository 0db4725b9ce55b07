// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Momentary, short-term and integrated loudness, and the sound level once it is calibrated.
Row {
    id: root

    required property MetersModel meters

    readonly property bool hasSoundLevel: meters.splText.length > 0
    readonly property list<string> captions: [qsTr("Momentary"), qsTr("Short-term"), meters.loudness.integratedTitle, qsTr("SPL %1").arg(meters.splWeighting)]
    readonly property list<string> values: [meters.loudness.momentaryText, meters.loudness.shortTermText, meters.loudness.integratedText, meters.splText]
    readonly property int numberText: Math.round(Math.max(Theme.size(22), Math.min(Theme.size(44), width / (hasSoundLevel ? 18 : 13))))

    Repeater {
        model: root.hasSoundLevel ? 4 : 3

        Column {
            id: cell

            required property int index

            readonly property bool isSoundLevel: index === 3
            readonly property bool isPaused: index === 2 && !root.meters.loudness.isIntegrating

            Accessible.name: isSoundLevel ? qsTr("%1: %2 dB").arg(root.captions[index]).arg(root.values[index]) : (isPaused ? qsTr("Integrated loudness %2 %3. %1") : qsTr("%1 loudness %2 %3")).arg(root.captions[index]).arg(root.values[index]).arg(root.meters.loudness.unit)
            Accessible.role: Accessible.StaticText
            width: root.width / (root.hasSoundLevel ? 4 : 3)

            BodyText {
                color: cell.isPaused ? Theme.text : Theme.soft
                font.pixelSize: Theme.smallText
                font.weight: cell.isPaused ? Font.DemiBold : Font.Normal
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 8
                objectName: "loudnessTitle" + cell.index
                text: root.captions[cell.index]
                width: parent.width - Theme.size(4)
            }
            Row {
                spacing: Theme.size(4)

                NumberCells {
                    color: cell.isPaused ? Theme.soft : Theme.text
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
                    text: cell.isSoundLevel ? qsTr("dB") : root.meters.loudness.unit
                    visible: root.width >= Theme.size(root.hasSoundLevel ? 640 : 420)
                }
            }
        }
    }
}
