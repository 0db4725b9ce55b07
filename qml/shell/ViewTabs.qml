// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The views by their names, side by side or one below the other. Tab goes to the current one, the arrow keys switch.
Grid {
    id: root

    required property ViewRegistry views
    property bool isVertical: false
    property int perRow: views.count
    property int tabWidth: Theme.size(76)

    function move(from: int, step: int): void {
        const index = Math.max(0, Math.min(views.count - 1, from + step));
        views.currentIndex = index;
        tabs.itemAt(index).forceActiveFocus(Qt.TabFocusReason);
    }

    Accessible.name: qsTr("Views")
    Accessible.role: Accessible.PageTabList
    columns: isVertical ? 1 : perRow
    spacing: Theme.size(4)

    Repeater {
        id: tabs

        model: root.views

        T.AbstractButton {
            id: tab

            required property int index
            required property string key
            required property string title

            readonly property bool isCurrent: index === root.views.currentIndex

            Accessible.name: title
            Accessible.role: Accessible.PageTab
            Accessible.selectable: true
            Accessible.selected: isCurrent
            focusPolicy: isCurrent || activeFocus ? Qt.StrongFocus : Qt.ClickFocus
            height: Theme.target
            hoverEnabled: true
            objectName: "tab" + index
            text: title
            width: root.tabWidth

            background: Rectangle {
                color: tab.down ? Theme.pressed : tab.isCurrent || tab.hovered ? Theme.raised : "transparent"
                radius: Theme.radius

                Rectangle {
                    anchors.bottom: parent.bottom
                    anchors.horizontalCenter: parent.horizontalCenter
                    color: Theme.text
                    height: Theme.size(3)
                    radius: height / 2
                    visible: tab.isCurrent
                    width: Math.round(parent.width * 0.4)
                }
                FocusRing {
                    isShown: tab.visualFocus
                }
            }
            contentItem: BodyText {
                color: tab.isCurrent ? Theme.text : Theme.soft
                elide: Text.ElideRight
                font.pixelSize: root.tabWidth < Theme.size(88) ? Theme.smallText : Theme.bodyText
                font.weight: tab.isCurrent ? Font.DemiBold : Font.Normal
                fontSizeMode: Text.HorizontalFit // many tabs on a small phone
                horizontalAlignment: Text.AlignHCenter
                minimumPixelSize: 10
                text: tab.text
            }

            Keys.onDownPressed: root.move(index, 1)
            Keys.onEnterPressed: root.views.currentIndex = index
            Keys.onLeftPressed: root.move(index, -1)
            Keys.onReturnPressed: root.views.currentIndex = index
            Keys.onRightPressed: root.move(index, 1)
            Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Space && visualFocus
            Keys.onUpPressed: root.move(index, -1)
            onClicked: root.views.currentIndex = index

            PointerMoves {
                id: pointer
            }
            Tip {
                isWanted: pointer.hasMoved && !tab.down
                key: tab.key
                text: tab.title
            }
        }
    }
}
