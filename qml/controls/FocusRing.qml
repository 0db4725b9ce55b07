// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Theme

// Around the control with the keyboard focus.
Rectangle {
    id: root

    property bool isShown: false

    anchors.fill: parent
    anchors.margins: -Theme.size(3)
    border.color: Theme.flat
    border.width: Theme.size(2)
    color: "transparent"
    objectName: "focusRing"
    radius: Theme.radius + Theme.size(3)
    visible: root.isShown
}
