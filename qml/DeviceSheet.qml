// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The inputs with their live levels: tap the microphone, and the one that moves is the right one.
Sheet {
    id: root

    required property CaptureController controller

    signal signalPathRequested

    preferredWidth: Theme.size(520)
    title: qsTr("Input")

    onAboutToShow: controller.isPickerOpen = true
    onClosed: controller.isPickerOpen = false
    onOpened: list.forceActiveFocus()

    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.controller.devices.count === 0 ? root.controller.devices.message : root.controller.showsInputLevels ? qsTr("Tap a microphone: the bar that moves is its input.") : qsTr("Which microphone is listened to")
        width: parent.width
        wrapMode: Text.Wrap
    }
    ListView {
        id: list

        boundsBehavior: Flickable.StopAtBounds
        clip: true
        currentIndex: root.controller.devices.currentIndex
        height: Math.min(contentHeight, Theme.size(340))
        keyNavigationEnabled: true
        model: root.controller.devices
        spacing: Theme.size(4)
        width: parent.width

        delegate: DeviceRow {
            focus: ListView.isCurrentItem
            showsLevel: root.controller.showsInputLevels
            width: ListView.view.width

            onClicked: {
                root.controller.chooseDevice(deviceId);
                root.close();
            }
        }
    }
    PushButton {
        text: qsTr("Open a sound file")
        visible: root.controller.hasFileAccess
        width: parent.width

        onClicked: {
            root.controller.openFileRequested();
            root.close();
        }
    }
    PushButton {
        text: qsTr("Save the readings")
        visible: root.controller.hasFileAccess
        width: parent.width

        onClicked: {
            root.controller.saveReadingsRequested();
            root.close();
        }
    }
    Item {
        height: Theme.target + Theme.gap
        width: parent.width

        PushButton {
            anchors.bottom: parent.bottom
            text: qsTr("Play the demo")
            width: parent.width

            onClicked: {
                root.controller.playDemo();
                root.close();
            }
        }
    }
    PushButton {
        text: qsTr("Signal path")
        width: parent.width

        onClicked: {
            root.close();
            root.signalPathRequested();
        }
    }
}
