// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Theme

// A card over the window: in the middle of a wide one, from the bottom of a phone. Esc closes it.
T.Popup {
    id: root

    required property string title
    property int preferredWidth: Theme.size(440)
    default property alias body: view.body
    property Item initialFocus: null // gets the keyboard focus first; null: the sheet as a whole
    property int openReason: Qt.OtherFocusReason // its focus reason: after a key, the focus ring is shown

    readonly property bool isFoot: parent !== null && parent.width < preferredWidth + 2 * Theme.margin
    readonly property int corner: Theme.size(14)
    property bool isClosing: false // it still fades

    bottomPadding: Theme.margin
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    dim: true
    focus: true
    height: parent ? Math.min(implicitHeight, parent.height - Theme.size(24)) : implicitHeight
    implicitHeight: header.height + view.bodyHeight + topPadding + bottomPadding
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
        enabled: !root.isClosing // a double tap must not press a button of a closing sheet
        focus: true

        Keys.onPressed: event => event.accepted = view.scrollBy(event.key)

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
        SheetView {
            id: view

            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.leftMargin: -Theme.gap
            anchors.right: parent.right
            anchors.rightMargin: -Theme.gap
            anchors.top: header.bottom
        }
    }
    onAboutToHide: isClosing = true
    onAboutToShow: {
        isClosing = false;
        view.scrollTo(0);
    }
    onVisibleChanged: if (visible && initialFocus) initialFocus.forceActiveFocus(openReason)

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
