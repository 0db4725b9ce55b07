// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// A4 and the names of the notes.
SettingsSection {
    id: root

    readonly property Item firstField: a4.field

    signal accepted // Return was pressed in A4

    function selectA4(): void {
        a4.field.selectAll();
    }

    title: qsTr("Pitch")

    NumberRow {
        id: a4

        caption: qsTr("A4, the pitch that all notes are counted from")
        factor: 10 // the option has hundredths
        fieldName: qsTr("A4 in hertz")
        higherName: qsTr("One hertz higher")
        hint: qsTr("From %1 to %2 Hz. Orchestras use 440 to 443, baroque pitch is 415.").arg(row.minimum).arg(row.maximum)
        lowerName: qsTr("One hertz lower")
        setting: "a4"
        shown: root.settings.soundingA4Hz
        settings: root.settings

        onAccepted: root.accepted()
    }
    Caption {
        text: qsTr("Note names")
    }
    Segments {
        currentIndex: root.settings.notation
        objectName: "notation"
        spacing: Theme.size(4)
        texts: [qsTr("A B C"), qsTr("A H C"), qsTr("La Si Do")]
        width: parent.width

        onChosen: index => root.settings.notation = index
    }
}
