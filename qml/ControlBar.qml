// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The bar at the foot: start or stop, the input, A4, settings, keys.
Item {
    id: root

    required property CaptureController controller

    // With what has led there: Qt.TabFocusReason where the button was pressed by a key.
    signal a4Requested(int reason)
    signal devicesRequested(int reason)
    signal helpRequested(int reason)
    signal settingsRequested(int reason)

    implicitHeight: Theme.target + 2 * Theme.gap

    Rectangle {
        color: Theme.line
        height: Theme.hairline
        width: parent.width
    }
    BarButton {
        id: run

        isAccented: true
        key: qsTr("Space")
        name: root.controller.isStarted ? qsTr("Stop") : qsTr("Start")
        symbol: root.controller.isStarted ? IconItem.Stop : IconItem.Start
        symbolColor: Theme.text
        x: Theme.gap
        y: Theme.gap

        onClicked: root.controller.toggle()
    }
    BarButton {
        id: device

        key: qsTr("D")
        name: qsTr("Choose an input. Now: %1").arg(root.controller.sourceName)
        symbol: IconItem.Microphone
        text: root.controller.sourceName
        width: Math.max(Theme.target, Math.min(implicitWidth, a4.x - x - Theme.gap))
        x: run.x + run.width + Theme.gap
        y: Theme.gap

        onClicked: root.devicesRequested(focusReason)
    }
    BarButton {
        id: a4

        key: qsTr("A")
        name: qsTr("Set A4. Now: %1 Hz").arg(root.controller.settings.a4Hz)
        text: qsTr("A4 %1 Hz").arg(root.controller.settings.a4Hz)
        x: settings.x - width - Theme.gap
        y: Theme.gap

        onClicked: root.a4Requested(focusReason)
    }
    BarButton {
        id: settings

        key: qsTr("Ctrl+,")
        name: qsTr("Settings")
        symbol: IconItem.Settings
        x: help.x - width - Theme.gap
        y: Theme.gap

        onClicked: root.settingsRequested(focusReason)
    }
    BarButton {
        id: help

        key: qsTr("?")
        name: qsTr("Keys")
        symbol: IconItem.Help
        x: root.width - width - Theme.gap
        y: Theme.gap

        onClicked: root.helpRequested(focusReason)
    }
}
