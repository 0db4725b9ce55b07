// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Tunescope.Theme

// One of a few: the chosen one is filled and set in a heavier weight.
Row {
    id: root

    required property list<string> texts
    property int currentIndex: 0

    signal chosen(int index)

    Accessible.role: Accessible.Grouping

    Repeater {
        model: root.texts

        T.RadioButton {
            id: segment

            required property int index
            required property string modelData

            Accessible.name: modelData
            Accessible.role: Accessible.RadioButton
            autoExclusive: false // the owner's currentIndex decides
            checkable: false
            focusPolicy: Qt.StrongFocus
            height: Theme.target
            hoverEnabled: true
            text: modelData
            width: (root.width - (root.texts.length - 1) * root.spacing) / root.texts.length

            readonly property bool isChosen: index === root.currentIndex

            background: Rectangle {
                border.color: segment.isChosen ? Theme.soft : Theme.line
                border.width: Theme.hairline
                color: segment.isChosen ? Theme.pressed : segment.hovered ? Theme.raised : "transparent"
                radius: Theme.radius

                FocusRing {
                    isShown: segment.visualFocus
                }
            }
            contentItem: BodyText {
                color: segment.isChosen ? Theme.text : Theme.soft
                font.weight: segment.isChosen ? Font.DemiBold : Font.Normal
                horizontalAlignment: Text.AlignHCenter
                text: segment.text
            }

            Keys.onEnterPressed: root.chosen(index)
            Keys.onReturnPressed: root.chosen(index)
            onClicked: root.chosen(index)
        }
    }
}
