// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Dialogs
import Qt.labs.folderlistmodel // qmllint disable unused-imports
import QtQuick.Controls.Basic // qmllint disable unused-imports
import QtQuick.Layouts // qmllint disable unused-imports
import Tunescope.Backend

// The system's dialog for a sound file, or Qt's own where there is none, which needs the three imports that are not used
// here and ends the program without them. Not part of a page.
FileDialog {
    id: root

    required property SoundFile sound

    currentFolder: sound.folder
    nameFilters: [qsTr("Sound files (%1)").arg(sound.namePatterns), qsTr("All files (*)")]
    title: qsTr("Open a sound file")

    Component.onCompleted: open()
    onAccepted: root.sound.openUrl(selectedFile)

    readonly property Connections again: Connections {
        function onAsked(): void {
            root.open();
        }

        target: root.sound
    }
}
