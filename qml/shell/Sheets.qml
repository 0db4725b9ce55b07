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

    readonly property bool isOpen: devices.isOpen || settingsSheet.isOpen || keys.isOpen || signalPath.isOpen || quit.isOpen || tunings.isOpen || practice.isOpen || measurements.isOpen
    property bool beginsWithA4: false // the settings

    signal quitConfirmed

    function close(): void {
        for (const sheet of [devices, signalPath, settingsSheet, keys, quit, tunings, practice, measurements])
            sheet.close();
    }
    // reason: Qt.TabFocusReason if a key pressed the button.
    function obey(kind: int, reason: int): void {
        switch (kind) {
        case AppAction.ChooseInput:
            devices.openFor(reason);
            break;
        case AppAction.Keys:
            keys.openFor(reason);
            break;
        case AppAction.SetA4:
        case AppAction.Settings:
            beginsWithA4 = kind === AppAction.SetA4;
            settingsSheet.openFor(reason);
            break;
        case AppAction.SignalPath:
            signalPath.openFor(reason);
            break;
        case AppAction.OpenSound:
        case AppAction.SoundLevel:
            measurements.obey(kind, reason);
            break;
        default:
            tunings.obey(kind, reason);
        }
    }
    function openQuit(): void {
        quit.openByKey();
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
    TuningSheets {
        id: tunings

        anchors.fill: parent
        controller: root.controller
    }
    PracticeSheets {
        id: practice

        anchors.fill: parent
        controller: root.controller
    }
    MeasurementSheets {
        id: measurements

        anchors.fill: parent
        controller: root.controller
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

            onInstrumentRequested: tunings.obey(AppAction.Instrument, Qt.TabFocusReason)
            onIntonationRequested: tunings.obey(AppAction.Intonation, Qt.TabFocusReason)
            onListeningRequested: tunings.openA4()
            onPianoRequested: tunings.obey(AppAction.Piano, Qt.TabFocusReason)
            onToneRequested: tunings.obey(AppAction.Tone, Qt.TabFocusReason)
            onTuningRequested: tunings.obey(AppAction.Tuning, Qt.TabFocusReason)
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
