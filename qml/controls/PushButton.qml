// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Theme

// A button with words.
T.Button {
    id: root

    property bool isPrimary: false

    Accessible.name: text
    Accessible.role: Accessible.Button
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    implicitHeight: Theme.target
    implicitWidth: Math.max(Theme.target, Math.ceil(label.implicitWidth) + leftPadding + rightPadding)
    leftPadding: Theme.margin
    opacity: enabled ? 1 : 0.45
    rightPadding: Theme.margin

    background: Rectangle {
        border.color: root.isPrimary ? color : Theme.line
        border.width: Theme.hairline
        color: root.isPrimary ? (root.down ? Theme.soft : Theme.text) : root.down ? Theme.pressed : root.hovered ? Theme.raised : "transparent"
        radius: Theme.radius

        FocusRing {
            isShown: root.visualFocus
        }
    }
    contentItem: BodyText {
        id: label

        color: root.isPrimary ? Theme.ground : Theme.text
        elide: Text.ElideRight
        font.weight: Font.Medium
        horizontalAlignment: Text.AlignHCenter
        text: root.text
    }

    Keys.onEnterPressed: clicked()
    Keys.onReturnPressed: clicked()
    // Space presses a focused button, whatever Space does elsewhere.
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Space && visualFocus
}
