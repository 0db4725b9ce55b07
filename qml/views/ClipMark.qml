// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Theme

// Lights once a channel has clipped; a press puts it out.
Item {
    id: root

    required property int clips
    required property string channel

    signal pressed

    readonly property bool isLit: clips > 0

    Accessible.name: isLit ? qsTr("Channel %1 clipped %2 times. Press to reset").arg(channel).arg(clips) : qsTr("Channel %1 has not clipped").arg(channel)
    Accessible.onPressAction: pressed()
    Accessible.role: Accessible.Button

    Rectangle {
        border.color: root.isLit ? Theme.warning : Theme.line
        border.width: Theme.hairline
        color: root.isLit ? Theme.warning : "transparent"
        height: parent.height
        objectName: "lamp"
        radius: Theme.size(2)
        width: parent.width
    }
    TapHandler {
        enabled: root.isLit
        margin: Math.max(0, (Theme.target - root.width) / 2)

        onTapped: root.pressed()
    }
}
