// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Something that is kept, with a button that forgets it.
Item {
    id: root

    property string text
    property bool undoable: false

    signal forgotten

    height: Math.max(Theme.target, label.implicitHeight)
    width: parent ? parent.width : 0

    BodyText {
        id: label

        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: Theme.soft
        height: parent.height
        text: root.text
        width: parent.width - (button.visible ? button.width + Theme.gap : 0)
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    BarButton {
        id: button

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        name: qsTr("Forget")
        symbol: IconItem.Close
        visible: root.undoable

        onClicked: root.forgotten()
    }
}
