// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// All keys; without a keyboard, the purpose of the buttons. Both come from the table of actions.
Sheet {
    id: root

    required property WindowHost host

    title: host.hasKeyboard ? qsTr("Keys") : qsTr("Buttons")

    Repeater {
        model: root.host.actions.list

        Item {
            id: line

            required property AppAction modelData

            readonly property bool isKey: root.host.hasKeyboard

            Accessible.name: isKey ? qsTr("%1: %2").arg(cap.text).arg(meaning.text) : meaning.text
            Accessible.role: Accessible.StaticText
            height: Math.max(Theme.size(36), meaning.implicitHeight)
            objectName: "line"
            visible: modelData.isOffered && (isKey || modelData.use.length > 0)
            width: root.availableWidth

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                border.color: Theme.line
                border.width: Theme.hairline
                color: Theme.raised
                height: Theme.size(30)
                radius: Theme.size(6)
                visible: line.isKey
                width: Math.max(height, cap.implicitWidth + Theme.margin)

                BodyText {
                    id: cap

                    anchors.centerIn: parent
                    font.weight: Font.Medium
                    text: line.modelData.keysText
                }
            }
            IconItem {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.text
                height: Theme.size(24)
                icon: line.modelData.symbol
                visible: !line.isKey
                width: height
            }
            BodyText {
                id: meaning

                height: parent.height
                text: line.isKey ? line.modelData.does : line.modelData.use
                width: parent.width - x
                wrapMode: Text.Wrap
                x: Theme.size(line.isKey ? 104 : 48)
            }
        }
    }
}
