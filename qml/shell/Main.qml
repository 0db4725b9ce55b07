// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The window: the tuner beside scope and level when it is wide; on a phone the tuner above a strip of both.
Window {
    id: root

    required property CaptureController controller

    readonly property AppSettings settings: controller.settings
    readonly property bool isWide: width >= Theme.size(600) && width > 1.2 * height
    readonly property bool hasShortcuts: controller.host.hasShortcuts && !isSheetOpen
    readonly property bool hasStrip: isWide || height >= Theme.size(400)
    readonly property bool isSheetOpen: devices.isOpen || settingsSheet.isOpen || keys.isOpen || signalPath.isOpen || quit.isOpen

    property bool beginsWithA4: false // the settings

    function openSettings(beginsWithA4: bool, reason: int): void {
        root.beginsWithA4 = beginsWithA4;
        settingsSheet.openFor(reason);
    }

    color: Theme.ground
    height: 800
    minimumHeight: 320
    minimumWidth: 320
    title: qsTr("Tunescope")
    width: 1280

    onClosing: close => {
        if (controller.host.isPage) {
            close.accepted = false; // it goes with its tab
        } else if (controller.recording.isRecording) {
            close.accepted = false;
            quit.openByKey();
        } else if (visibility === Window.Windowed) {
            root.settings.geometry = Qt.rect(x, y, width, height);
        }
    }
    onIsSheetOpenChanged: controller.host.isSheetOpen = isSheetOpen

    Binding {
        property: "isInk"
        target: Theme
        value: root.settings.appearance === AppSettings.System ? SystemAppearance.isDark : root.settings.appearance === AppSettings.Ink
    }
    Binding {
        property: "isMotionReduced"
        target: Theme
        value: root.settings.isMotionReduced || root.controller.host.isMotionReduced
    }
    Binding {
        property: "scale"
        target: Theme
        value: Math.max(1, Math.min(3, root.width / 1400, root.height / 900))
    }
    Item {
        id: content

        anchors.fill: parent
        objectName: "content"

        TunerView {
            id: tuner

            controller: root.controller
            height: root.isWide ? bar.y : strip.y
            objectName: "tuner"
            width: root.isWide ? Math.round(root.width * 0.6) : root.width
        }
        Rectangle {
            color: Theme.line
            height: bar.y - 2 * Theme.margin
            visible: root.isWide
            width: Theme.hairline
            x: tuner.width
            y: Theme.margin
        }
        Item {
            id: strip

            readonly property int inset: Theme.size(root.isWide ? 24 : 16)
            readonly property int compactHeight: root.hasStrip ? Math.round(Math.max(Theme.size(84), root.height * 0.17)) : 0

            height: root.isWide ? bar.y : compactHeight
            visible: root.hasStrip
            width: root.isWide ? root.width - tuner.width : root.width
            x: root.isWide ? tuner.width : 0
            y: root.isWide ? 0 : bar.y - compactHeight

            ScopeView {
                height: level.y - y - Theme.size(root.isWide ? 20 : 4)
                isCompact: !root.isWide
                model: root.controller.readings.waveform
                width: parent.width - 2 * strip.inset
                x: strip.inset
                y: root.isWide ? Theme.size(20) : 0
            }
            LevelMeter {
                id: level

                isCompact: !root.isWide
                level: root.controller.readings.level
                width: parent.width - 2 * strip.inset
                x: strip.inset
                y: parent.height - height - Theme.size(root.isWide ? 12 : 6)
            }
        }
        ControlBar {
            id: bar

            controller: root.controller
            width: parent.width
            y: root.height - height

            onA4Requested: reason => root.openSettings(true, reason)
            onDevicesRequested: reason => devices.openFor(reason)
            onHelpRequested: reason => keys.openFor(reason)
            onSettingsRequested: reason => root.openSettings(false, reason)
            onSignalPathRequested: reason => signalPath.openFor(reason)
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

                onConfirmed: {
                    recording.stop();
                    root.close();
                }
            }
        }
        SheetLoader {
            id: settingsSheet

            objectName: "settings"

            component: SettingsSheet {
                beginsWithA4: root.beginsWithA4
                host: root.controller.host
                openReason: settingsSheet.openReason
                settings: root.settings
            }
        }
        SheetLoader {
            id: keys

            objectName: "keys"

            component: KeySheet {
                host: root.controller.host
            }
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
            for (const sheet of [devices, signalPath, settingsSheet, keys, quit])
                sheet.close();
        }

        target: root.controller.host
    }
    Shortcut {
        enabled: root.hasShortcuts
        sequence: "Space"

        onActivated: root.controller.run.toggle()
    }
    Shortcut {
        enabled: root.hasShortcuts
        sequence: "D"

        onActivated: devices.openByKey()
    }
    Shortcut {
        enabled: root.hasShortcuts
        sequence: "A"

        onActivated: root.openSettings(true, Qt.ShortcutFocusReason)
    }
    Shortcut {
        enabled: root.hasShortcuts
        sequence: "Ctrl+,"

        onActivated: root.openSettings(false, Qt.ShortcutFocusReason)
    }
    Shortcut {
        enabled: root.hasShortcuts
        sequence: "S"

        onActivated: signalPath.openByKey()
    }
    Shortcut {
        enabled: root.hasShortcuts
        sequence: "L"

        onActivated: root.settings.appearance = Theme.isInk ? AppSettings.Paper : AppSettings.Ink
    }
    Shortcut {
        enabled: root.hasShortcuts
        sequences: ["F", "F11"]

        onActivated: root.visibility = root.visibility === Window.FullScreen ? Window.Windowed : Window.FullScreen
    }
    Shortcut {
        enabled: root.hasShortcuts
        sequences: ["?", "F1"]

        onActivated: keys.openByKey()
    }
    Shortcut {
        enabled: !root.isSheetOpen && root.visibility === Window.FullScreen
        sequence: "Esc"

        onActivated: root.visibility = Window.Windowed
    }
    Shortcut {
        context: Qt.ApplicationShortcut // a sheet blocks the shortcuts of the window
        enabled: !root.controller.host.isPage
        sequence: "Ctrl+Q"

        onActivated: root.close()
    }
}
