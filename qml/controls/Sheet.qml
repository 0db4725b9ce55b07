// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Theme

// What opens over the window: a card in the middle of a wide one, from the foot of a phone. Esc closes it.
T.Popup {
    id: root

    required property string title
    property int preferredWidth: Theme.size(440)
    default property alias body: column.data

    readonly property bool isFoot: parent !== null && parent.width < preferredWidth + 2 * Theme.margin
    readonly property int corner: Theme.size(14)

    bottomPadding: Theme.margin
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    dim: true
    focus: true
    height: parent ? Math.min(implicitHeight, parent.height - Theme.size(24)) : implicitHeight
    implicitHeight: header.height + column.implicitHeight + topPadding + bottomPadding
    leftPadding: Theme.size(20)
    modal: true
    rightPadding: Theme.size(20)
    topPadding: Theme.gap
    width: parent && isFoot ? parent.width : preferredWidth
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? (isFoot ? parent.height - height : Math.round((parent.height - height) / 2)) : 0

    T.Overlay.modal: Rectangle {
        color: Theme.veil
    }
    background: Item {
        Accessible.name: root.title
        Accessible.role: Accessible.Dialog
        clip: root.isFoot

        Rectangle {
            border.color: Theme.line
            border.width: Theme.hairline
            color: Theme.ground
            height: parent.height + (root.isFoot ? root.corner : 0)
            radius: root.corner
            width: parent.width
        }
    }
    contentItem: FocusScope {
        focus: true

        Item {
            id: header

            height: Theme.size(52)
            width: parent.width

            BodyText {
                Accessible.name: text
                Accessible.role: Accessible.Heading
                anchors.verticalCenter: parent.verticalCenter
                font.pixelSize: Theme.titleText
                font.weight: Font.DemiBold
                text: root.title
            }
            BarButton {
                anchors.right: parent.right
                anchors.rightMargin: -Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                isFrameless: true
                key: qsTr("Esc")
                name: qsTr("Close")
                symbol: IconItem.Close

                onClicked: root.close()
            }
        }
        Flickable {
            id: view

            // Who goes through a sheet by keys sees where they are.
            readonly property Item focused: Window.activeFocusItem

            function reveal(item: Item) {
                for (let up = item; up; up = up.parent) {
                    if (up !== column)
                        continue;
                    const top = item.mapToItem(column, 0, 0).y - Theme.gap;
                    const bottom = top + item.height + 2 * Theme.gap;
                    const nearest = top < contentY ? top : Math.max(contentY, bottom - height);
                    contentY = Math.max(0, Math.min(nearest, contentHeight - height));
                }
            }

            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.leftMargin: -Theme.gap
            anchors.right: parent.right
            anchors.rightMargin: -Theme.gap
            anchors.top: header.bottom
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            contentHeight: column.implicitHeight
            contentWidth: width
            interactive: contentHeight > height
            objectName: "view"

            onFocusedChanged: reveal(focused)

            Column {
                id: column

                spacing: Theme.gap
                width: parent.width - 2 * Theme.gap
                x: Theme.gap
            }
        }
    }
    enter: Transition {
        NumberAnimation {
            duration: Theme.quick
            from: 0
            property: "opacity"
            to: 1
        }
    }
    exit: Transition {
        NumberAnimation {
            duration: Theme.quick
            from: 1
            property: "opacity"
            to: 0
        }
    }
}
