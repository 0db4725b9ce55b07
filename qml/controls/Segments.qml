// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Tunescope.Theme

// One of a few: the chosen one is filled and set in a heavier weight. Tab goes to the chosen one, or to the first
// if none is; the arrow keys choose.
Row {
    id: root

    required property list<string> texts
    property int currentIndex: 0

    signal chosen(int index)

    function move(from: int, step: int): void {
        const index = Math.max(0, Math.min(texts.length - 1, from + step));
        if (index !== currentIndex)
            chosen(index);
        segments.itemAt(index).forceActiveFocus(Qt.TabFocusReason);
    }

    Accessible.role: Accessible.Grouping

    Repeater {
        id: segments

        model: root.texts

        T.RadioButton {
            id: segment

            required property int index
            required property string modelData

            Accessible.checked: isChosen
            Accessible.name: modelData
            Accessible.role: Accessible.RadioButton
            autoExclusive: false // the owner's currentIndex decides
            checkable: false
            focusPolicy: isChosen || activeFocus || root.currentIndex < 0 && index === 0 ? Qt.StrongFocus : Qt.ClickFocus
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
                fontSizeMode: Text.HorizontalFit // in windows as small as they get
                horizontalAlignment: Text.AlignHCenter
                minimumPixelSize: 10
                text: segment.text
            }

            Keys.onDownPressed: root.move(index, 1)
            Keys.onEnterPressed: root.chosen(index)
            Keys.onLeftPressed: root.move(index, -1)
            Keys.onReturnPressed: root.chosen(index)
            Keys.onRightPressed: root.move(index, 1)
            Keys.onUpPressed: root.move(index, -1)
            onClicked: root.chosen(index)
        }
    }
}
