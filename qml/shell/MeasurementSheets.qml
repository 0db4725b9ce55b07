// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Sheets

// The sheets of views that measure: what a view exports, opened by its tool bar, the sound level, and the dialog for a sound file.
Item {
    id: root

    required property CaptureController controller

    readonly property bool isOpen: exportLoader.isOpen || soundLevelLoader.isOpen

    function close(): void {
        exportLoader.close();
        soundLevelLoader.close();
    }
    function obey(kind: int, reason: int): void {
        if (kind === AppAction.SoundLevel)
            soundLevelLoader.openFor(reason);
        else
            controller.sound.ask();
    }

    OpenSound {
        controller: root.controller
    }
    SheetLoader {
        id: exportLoader

        objectName: "exports"

        component: ExportSheet {
            exports: root.controller.viewExport
            openReason: exportLoader.openReason
        }
    }
    SheetLoader {
        id: soundLevelLoader

        objectName: "soundLevel"

        component: SoundLevelSheet {
            openReason: soundLevelLoader.openReason
            settings: root.controller.settings
            soundLevel: root.controller.soundLevel
        }
    }
    Connections {
        function onRequested(focusReason: int): void {
            exportLoader.openFor(focusReason);
        }

        target: root.controller.viewExport
    }
}
