// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Sheets

// The sheets of tuning, instrument and tone, and files dropped on the window.
Item {
    id: root

    required property CaptureController controller

    readonly property bool isOpen: tuningLoader.isOpen || filesLoader.isOpen || editLoader.isOpen || a4Loader.isOpen || instrumentLoader.isOpen || toneLoader.isOpen || strings.isOpen

    function close(): void {
        for (const sheet of [filesLoader, editLoader, a4Loader, tuningLoader, instrumentLoader, toneLoader])
            sheet.close();
        strings.close();
    }
    function openA4(): void {
        a4Loader.openFor(Qt.TabFocusReason);
    }
    // The sheet that says what became of these files.
    function showDropped(urls: list<url>): void {
        const readings = root.controller.readings;
        if (urls.some(url => !readings.isInstruments(url) && !readings.isStretch(url)))
            tuningLoader.open();
        else if (urls.some(url => readings.isInstruments(url)))
            instrumentLoader.open();
        else
            strings.openPiano();
    }
    // A page has the browser's own choice of files.
    function openFiles(): void {
        if (root.controller.files.isOffered)
            root.controller.files.requestOpenTuning();
        else
            filesLoader.openFor(Qt.TabFocusReason);
    }
    function obey(kind: int, reason: int): void {
        switch (kind) {
        case AppAction.Tuning:
            tuningLoader.openFor(reason);
            break;
        case AppAction.Instrument:
            instrumentLoader.openFor(reason);
            break;
        case AppAction.Tone:
            toneLoader.openFor(reason);
            break;
        case AppAction.ByEar:
            if (!controller.tone.toggleByEar())
                toneLoader.openFor(reason); // it says what is missing
            break;
        default:
            strings.obey(kind, reason);
        }
    }

    SheetLoader {
        id: tuningLoader

        objectName: "tuning"

        component: TuningSheet {
            openReason: tuningLoader.openReason
            settings: root.controller.settings
            tuning: root.controller.readings.tuning

            onEditRequested: editLoader.openFor(Qt.TabFocusReason)
            onFilesRequested: root.openFiles()
        }
    }
    SheetLoader {
        id: filesLoader

        objectName: "scaleFiles"

        component: ScaleFileSheet {
            openReason: filesLoader.openReason
            readings: root.controller.readings
            tuning: root.controller.readings.tuning
        }
    }
    SheetLoader {
        id: editLoader

        objectName: "editor"

        component: TuningEditSheet {
            openReason: editLoader.openReason
            tuning: root.controller.readings.tuning
        }
    }
    SheetLoader {
        id: a4Loader

        objectName: "a4Sheet"

        component: A4Sheet {
            openReason: a4Loader.openReason
            settings: root.controller.settings
            tuning: root.controller.readings.tuning
        }
    }
    SheetLoader {
        id: instrumentLoader

        objectName: "instrument"

        component: InstrumentSheet {
            instrument: root.controller.readings.instrument
            openReason: instrumentLoader.openReason

            onFilesRequested: root.openFiles()
        }
    }
    SheetLoader {
        id: toneLoader

        objectName: "tone"

        component: ToneSheet {
            openReason: toneLoader.openReason
            tone: root.controller.tone
        }
    }
    StringSheets {
        id: strings

        anchors.fill: parent
        controller: root.controller
    }
    DroppedFiles {
        anchors.fill: parent
        controller: root.controller

        onTuningsDropped: urls => root.showDropped(urls)
    }
}
