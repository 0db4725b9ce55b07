// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// Lights once a channel has clipped. While it is lit it is a button, which clears the marks of all channels.
Item {
    id: root

    required property int clips
    required property string channel

    readonly property bool isLit: clips > 0

    signal pressed

    function press(): void {
        if (isLit)
            pressed();
    }

    Accessible.focusable: isLit
    Accessible.name: isLit ? qsTr("Channel %1 clipped %2 times. Clear the clip marks of all channels").arg(channel).arg(clips) : qsTr("Channel %1 has not clipped").arg(channel)
    Accessible.role: isLit ? Accessible.Button : Accessible.StaticText
    activeFocusOnTab: isLit || activeFocus // it keeps the focus when it is pressed

    Accessible.onPressAction: press()
    Keys.onEnterPressed: press()
    Keys.onReturnPressed: press()
    // Space presses a focused button, whatever Space does elsewhere.
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Space && root.isLit
    Keys.onSpacePressed: press()

    Rectangle {
        border.color: root.isLit ? Theme.warning : Theme.line
        border.width: Theme.hairline
        color: root.isLit ? Theme.warning : "transparent"
        height: parent.height
        objectName: "lamp"
        radius: Theme.size(2)
        width: parent.width
    }
    FocusRing {
        // The bars have no room above.
        anchors.bottomMargin: 0
        anchors.topMargin: 0
        isShown: root.activeFocus
        radius: Theme.size(4)
    }
    TapHandler {
        enabled: root.isLit
        margin: Math.max(0, (Theme.target - root.width) / 2)

        onTapped: root.press()
    }
}
