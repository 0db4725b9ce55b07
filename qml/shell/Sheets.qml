// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Sheets

// All sheets of the window.
Item {
    id: root

    required property CaptureController controller

    readonly property bool isOpen: devices.isOpen || settingsSheet.isOpen || keys.isOpen || signalPath.isOpen || quit.isOpen
    property bool beginsWithA4: false // the settings

    signal quitConfirmed

    function close(): void {
        for (const sheet of [devices, signalPath, settingsSheet, keys, quit])
            sheet.close();
    }
    // With what has led there: Qt.TabFocusReason where a button was pressed by a key.
    function openDevices(reason: int): void {
        devices.openFor(reason);
    }
    function openKeys(reason: int): void {
        keys.openFor(reason);
    }
    function openQuit(): void {
        quit.openByKey();
    }
    function openSettings(beginsWithA4: bool, reason: int): void {
        root.beginsWithA4 = beginsWithA4;
        settingsSheet.openFor(reason);
    }
    function openSignalPath(reason: int): void {
        signalPath.openFor(reason);
    }

    SheetLoader {
        id: devices

        objectName: "devices"

        component: DeviceSheet {
            controller: root.controller
            openReason: devices.openReason

            onSignalPathRequested: signalPath.open()
        }
    }
    SheetLoader {
        id: signalPath

        objectName: "signalPath"

        component: SignalPathSheet {
            controller: root.controller
            openReason: signalPath.openReason
        }
    }
    SheetLoader {
        id: quit

        objectName: "quit"

        component: QuitSheet {
            openReason: quit.openReason
            recording: root.controller.recording

            onConfirmed: root.quitConfirmed()
        }
    }
    SheetLoader {
        id: settingsSheet

        objectName: "settings"

        component: SettingsSheet {
            beginsWithA4: root.beginsWithA4
            host: root.controller.host
            openReason: settingsSheet.openReason
            settings: root.controller.settings
        }
    }
    SheetLoader {
        id: keys

        objectName: "keys"

        component: KeySheet {
            host: root.controller.host
            openReason: keys.openReason
        }
    }
    Connections {
        function onChooseInputRequested() {
            devices.open();
        }

        target: root.controller.run
    }
    Connections {
        function onBackRequested() {
            root.close();
        }

        target: root.controller.host
    }
}
