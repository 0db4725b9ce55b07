// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Theme

// A switch with its text on the left. On and off differ in the knob's place and in the filling.
T.Switch {
    id: root

    Accessible.name: text
    Accessible.role: Accessible.CheckBox
    focusPolicy: Qt.StrongFocus
    implicitHeight: Theme.target
    implicitWidth: Math.ceil(label.implicitWidth)

    contentItem: BodyText {
        id: label

        rightPadding: Theme.size(60)
        text: root.text
        wrapMode: Text.WordWrap
    }
    indicator: Rectangle {
        border.color: Theme.soft
        border.width: Theme.size(1.5)
        color: root.checked ? Theme.soft : "transparent"
        height: Theme.size(26)
        radius: height / 2
        width: Theme.size(46)
        x: root.width - width
        y: (root.height - height) / 2

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            color: root.checked ? Theme.ground : Theme.soft
            height: Theme.size(16)
            radius: height / 2
            width: height
            x: root.checked ? parent.width - width - Theme.size(5) : Theme.size(5)

            Behavior on x {
                NumberAnimation {
                    duration: Theme.quick
                }
            }
        }
        FocusRing {
            isShown: root.visualFocus
            radius: height / 2
        }
    }

    Keys.onEnterPressed: press()
    Keys.onReturnPressed: press()

    function press(): void {
        toggle();
        toggled();
    }
}
