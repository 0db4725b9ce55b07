// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The displays of the tuner by their icons; if there is no room for all, one button that shows the next one. Tab goes
// to the current one, the arrow keys choose.
Row {
    id: root

    required property WindowHost host
    property bool isSingle: false

    readonly property DisplayChoice choice: host.displays
    readonly property list<int> icons: [IconItem.Needle, IconItem.Strobe, IconItem.History, IconItem.Projector]

    function move(from: int, step: int): void {
        const index = Math.max(0, Math.min(choice.titles.length - 1, from + step));
        choice.current = index;
        buttons.itemAt(index).forceActiveFocus(Qt.TabFocusReason);
    }

    Accessible.name: qsTr("Displays")
    Accessible.role: Accessible.Grouping
    spacing: Theme.size(2)

    BarButton {
        readonly property int next: (root.choice.current + 1) % root.choice.titles.length

        isFrameless: true
        name: qsTr("%1. Show the next display").arg(root.choice.titles[root.choice.current])
        objectName: "nextDisplay"
        symbol: root.icons[root.choice.current]
        symbolColor: Theme.text
        visible: root.isSingle

        onClicked: root.choice.current = next
    }
    Repeater {
        id: buttons

        model: root.isSingle ? 0 : root.choice.titles.length

        T.RadioButton {
            id: button

            required property int index

            readonly property bool isCurrent: index === root.choice.current
            readonly property int symbol: root.icons[index]
            readonly property string key: qsTr("Shift+%1").arg(index + 1)

            Accessible.checked: isCurrent
            Accessible.name: text
            Accessible.role: Accessible.RadioButton
            autoExclusive: false // the choice decides
            checkable: false
            focusPolicy: isCurrent || activeFocus ? Qt.StrongFocus : Qt.ClickFocus
            height: Theme.target
            hoverEnabled: true
            objectName: "display" + index
            text: root.choice.titles[index]
            width: Theme.target

            background: Rectangle {
                color: button.down ? Theme.pressed : button.isCurrent || button.hovered ? Theme.raised : "transparent"
                radius: Theme.radius

                FocusRing {
                    isShown: button.visualFocus
                }
            }
            contentItem: Item {
                IconItem {
                    anchors.centerIn: parent
                    color: button.isCurrent ? Theme.text : Theme.soft
                    height: Theme.size(22)
                    icon: button.symbol
                    width: height
                }
            }

            Keys.onDownPressed: root.move(index, 1)
            Keys.onEnterPressed: root.choice.current = index
            Keys.onLeftPressed: root.move(index, -1)
            Keys.onReturnPressed: root.choice.current = index
            Keys.onRightPressed: root.move(index, 1)
            Keys.onUpPressed: root.move(index, -1)
            onClicked: root.choice.current = index

            PointerMoves {
                id: pointer
            }
            Tip {
                isWanted: pointer.hasMoved && !button.down
                key: button.key
                text: button.text
            }
        }
    }
}
