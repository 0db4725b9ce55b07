// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The notes of a session, newest first. The arrow keys scroll it.
ListView {
    id: root

    required property PracticeModel practice

    Accessible.name: qsTr("Notes, the newest first")
    Accessible.role: Accessible.List
    T.ScrollBar.vertical: T.ScrollBar {
        id: bar

        implicitWidth: Theme.gap
        minimumSize: 0.1
        padding: Theme.size(2)
        policy: T.ScrollBar.AlwaysOn
        visible: root.contentHeight > root.height

        contentItem: Rectangle {
            color: bar.pressed ? Theme.soft : Theme.tick
            radius: width / 2
        }
    }
    activeFocusOnTab: true
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    keyNavigationEnabled: true
    model: practice.notes

    delegate: PracticeNoteRow {
        width: ListView.view.width - Theme.margin
    }

    FocusRing {
        isShown: root.activeFocus
        z: 1
    }
}
