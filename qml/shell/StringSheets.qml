// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Sheets

// The sheets of pianos and of fretted strings.
Item {
    id: root

    required property CaptureController controller

    readonly property bool isOpen: pianoLoader.isOpen || filesLoader.isOpen || intonationLoader.isOpen

    function close(): void {
        for (const sheet of [filesLoader, pianoLoader, intonationLoader])
            sheet.close();
    }
    function openPiano(): void {
        pianoLoader.open();
    }
    function obey(kind: int, reason: int): void {
        switch (kind) {
        case AppAction.Piano:
            pianoLoader.openFor(reason);
            break;
        case AppAction.Intonation:
            intonationLoader.openFor(reason);
            break;
        }
    }

    SheetLoader {
        id: pianoLoader

        objectName: "piano"

        component: PianoSheet {
            host: root.controller.host
            openReason: pianoLoader.openReason
            piano: root.controller.readings.piano

            onFilesRequested: filesLoader.openFor(Qt.TabFocusReason)
        }
    }
    SheetLoader {
        id: filesLoader

        objectName: "stretchFilesSheet"

        component: StretchFileSheet {
            openReason: filesLoader.openReason
            piano: root.controller.readings.piano
        }
    }
    SheetLoader {
        id: intonationLoader

        objectName: "intonation"

        component: IntonationSheet {
            controller: root.controller
            openReason: intonationLoader.openReason
        }
    }
}
