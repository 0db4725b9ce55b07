// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The views by their names, side by side or one below the other. Tab goes to the current one, the arrow keys switch.
Flow {
    id: root

    required property ViewRegistry views
    property bool isVertical: false
    property int perRow: views.count
    property int tabWidth: Theme.size(76)
    property int room: 0 // of several rows, the last of which may have fewer and wider tabs

    readonly property bool hasRows: !isVertical && perRow < views.count

    function move(from: int, step: int): void {
        const index = Math.max(0, Math.min(views.count - 1, from + step));
        views.currentIndex = index;
        tabs.itemAt(index).forceActiveFocus(Qt.TabFocusReason);
    }

    Accessible.name: qsTr("Views")
    Accessible.role: Accessible.PageTabList
    flow: isVertical ? Flow.TopToBottom : Flow.LeftToRight
    spacing: Theme.size(4)
    width: hasRows ? room : isVertical ? tabWidth : views.count * (tabWidth + spacing)

    Repeater {
        id: tabs

        model: root.views

        T.AbstractButton {
            id: tab

            required property int index
            required property string key
            required property string title

            readonly property bool isCurrent: index === root.views.currentIndex
            readonly property int inRow: Math.min(root.perRow, root.views.count - index + index % root.perRow)

            Accessible.name: title
            Accessible.role: Accessible.PageTab
            Accessible.selectable: true
            Accessible.selected: isCurrent
            focusPolicy: isCurrent || activeFocus ? Qt.StrongFocus : Qt.ClickFocus
            height: Theme.target
            hoverEnabled: true
            objectName: "tab" + index
            text: title
            width: root.hasRows ? Math.floor((root.room + root.spacing) / inRow) - root.spacing : root.tabWidth

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
