// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The inputs with their live levels: tap the microphone, and the bar that moves is its input.
Sheet {
    id: root

    required property CaptureController controller

    signal signalPathRequested

    readonly property bool isEmpty: controller.inputs.devices.count === 0 && controller.inputs.devices.message.length > 0

    // The list was requested when the sheet opened. Without an input there is nothing in it to focus.
    function moveFocus(): void {
        if (visible && isEmpty && list.activeFocus)
            demo.forceActiveFocus(openReason);
    }

    initialFocus: list
    preferredWidth: Theme.size(520)
    title: qsTr("Input")

    onAboutToShow: {
        controller.inputs.isOpen = true;
        list.currentIndex = Qt.binding(() => controller.inputs.devices.currentIndex);
        list.isSteered = openReason !== Qt.OtherFocusReason && openReason !== Qt.MouseFocusReason;
    }
    onClosed: controller.inputs.isOpen = false
    onIsEmptyChanged: moveFocus()
    onOpened: moveFocus()

    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.controller.inputs.devices.count === 0 ? root.controller.inputs.devices.message : root.controller.inputs.showsLevels ? qsTr("Tap a microphone: the bar that moves is its input.") : qsTr("Which microphone is listened to")
        width: parent.width
        wrapMode: Text.Wrap
    }
    ListView {
        id: list

        property bool isSteered: false // by keys

        currentIndex: root.controller.inputs.devices.currentIndex
        height: contentHeight
        interactive: false // the sheet scrolls
        keyNavigationEnabled: true
        model: root.controller.inputs.devices
        spacing: Theme.size(4)
        width: parent.width

        Keys.onPressed: event => {
            isSteered = true;
            event.accepted = false;
        }

        delegate: DeviceRow {
            focus: ListView.isCurrentItem
            focusPolicy: ListView.isCurrentItem ? Qt.StrongFocus : Qt.ClickFocus // Tab stops at one row, arrow keys move on
            showsFocus: list.isSteered
            showsLevel: root.controller.inputs.showsLevels
            width: ListView.view.width

            onClicked: {
                root.controller.inputs.choose(deviceId);
                root.close();
            }
        }
    }
    ChannelSection {
        inputs: root.controller.inputs
    }
    PushButton {
        text: qsTr("Open a sound file")
        visible: root.controller.files.isOffered
        width: parent.width

        onClicked: {
            root.controller.files.requestOpen();
            root.close();
        }
    }
    PushButton {
        text: qsTr("Save the readings")
        visible: root.controller.files.isOffered
        width: parent.width

        onClicked: {
            root.controller.files.requestSave();
            root.close();
        }
    }
    Item {
        height: Theme.target + Theme.gap
        width: parent.width

        PushButton {
            id: demo

            anchors.bottom: parent.bottom
            objectName: "playDemo"
            text: qsTr("Play the demo")
            width: parent.width

            onClicked: {
                root.controller.run.playDemo();
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
