// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Dialogs
import Tunescope.Backend

// The system's dialog for a sound file, or Qt's own where there is none. Not part of a page.
FileDialog {
    id: root

    required property SoundFile sound

    currentFolder: sound.folder
    nameFilters: [qsTr("Sound files (%1)").arg(sound.namePatterns), qsTr("All files (*)")]
    title: qsTr("Open a sound file")

    onAccepted: root.sound.openUrl(selectedFile)
}
