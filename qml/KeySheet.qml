// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// All keys.
Sheet {
    id: root

    readonly property list<string> keys: [qsTr("Space"), qsTr("D"), qsTr("A"), qsTr("Ctrl+,"), qsTr("S"), qsTr("L"), qsTr("F"), qsTr("?"), qsTr("Esc"), qsTr("Ctrl+Q")]
    readonly property list<string> meanings: [qsTr("Start or stop"), qsTr("Choose an input"), qsTr("Set A4"), qsTr("Settings"), qsTr("Signal path"), qsTr("Light or dark"), qsTr("Full screen"), qsTr("These keys"), qsTr("Close, or leave full screen"), qsTr("Quit")]

    title: qsTr("Keys")

    Repeater {
        model: root.keys.length

        Item {
            id: line

            required property int index

            Accessible.name: qsTr("%1: %2").arg(cap.text).arg(meaning.text)
            Accessible.role: Accessible.StaticText
            height: Theme.size(36)
            width: root.availableWidth

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                border.color: Theme.line
                border.width: Theme.hairline
                color: Theme.raised
                height: Theme.size(30)
                radius: Theme.size(6)
                width: Math.max(height, cap.implicitWidth + Theme.margin)

                BodyText {
                    id: cap

                    anchors.centerIn: parent
                    font.weight: Font.Medium
                    text: root.keys[line.index]
                }
            }
            BodyText {
                id: meaning

                height: parent.height
                text: root.meanings[line.index]
                x: Theme.size(104)
            }
        }
    }
}
