// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// All keys; where there is no keyboard, what the buttons do.
Sheet {
    id: root

    required property WindowHost host

    readonly property list<string> keys: [qsTr("Space"), qsTr("D"), qsTr("A"), qsTr("Ctrl+,"), qsTr("S"), qsTr("L"), qsTr("F"), qsTr("?"), qsTr("Esc"), qsTr("Ctrl+Q")]
    readonly property list<string> meanings: [qsTr("Start or stop"), qsTr("Choose an input"), qsTr("Set A4"), qsTr("Settings"), qsTr("Signal path"), qsTr("Light or dark"), qsTr("Full screen"), qsTr("These keys"), qsTr("Close, or leave full screen"), qsTr("Quit")]
    readonly property var symbols: [IconItem.Start, IconItem.Stop, IconItem.Microphone, IconItem.Settings, IconItem.Close]
    readonly property list<string> uses: [qsTr("Start listening"), qsTr("Stop listening"), qsTr("Choose an input, play the demo, see the signal path"), qsTr("Set A4, note names and theme"), qsTr("Close a sheet, as a tap beside it does")]

    title: host.hasKeyboard ? qsTr("Keys") : qsTr("Buttons")

    Repeater {
        model: root.host.hasKeyboard ? 0 : root.uses.length

        Item {
            id: use

            required property int index

            Accessible.name: words.text
            Accessible.role: Accessible.StaticText
            height: Math.max(Theme.size(36), words.implicitHeight)
            width: root.availableWidth

            IconItem {
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.text
                height: Theme.size(24)
                icon: root.symbols[use.index]
                width: height
            }
            BodyText {
                id: words

                height: parent.height
                text: root.uses[use.index]
                width: parent.width - x
                wrapMode: Text.Wrap
                x: Theme.size(48)
            }
        }
    }
    Repeater {
        // The last one quits, which a page cannot.
        model: !root.host.hasKeyboard ? 0 : root.host.isPage ? root.keys.length - 1 : root.keys.length

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
