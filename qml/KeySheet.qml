// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// All keys.
Sheet {
    id: root

    title: qsTr("Keys")

    Repeater {
        model: [[qsTr("Space"), qsTr("Start or stop")], [qsTr("D"), qsTr("Choose an input")], [qsTr("A"), qsTr("Set A4 and the rest")], [qsTr("L"), qsTr("Light or dark")], [qsTr("F"), qsTr("Full screen")], [qsTr("?"), qsTr("These keys")], [qsTr("Esc"), qsTr("Close, or leave full screen")], [qsTr("Ctrl+Q"), qsTr("Quit")]]

        Item {
            id: line

            required property list<string> modelData

            Accessible.name: qsTr("%1: %2").arg(modelData[0]).arg(modelData[1])
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
                    text: line.modelData[0]
                }
            }
            BodyText {
                height: parent.height
                text: line.modelData[1]
                x: Theme.size(104)
            }
        }
    }
}
