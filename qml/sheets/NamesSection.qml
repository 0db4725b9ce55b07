// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// The names of notes.
SettingsSection {
    id: root

    readonly property int fixed: 3 // notations with letters of their own

    Segments {
        currentIndex: root.settings.notation < root.fixed ? root.settings.notation : -1
        objectName: "fixedNames"
        spacing: Theme.size(4)
        texts: [qsTr("A B C"), qsTr("A H C"), qsTr("La Si Do")]
        width: parent.width

        onChosen: index => root.settings.notation = index
    }
    Segments {
        currentIndex: root.settings.notation - root.fixed
        objectName: "movableNames"
        spacing: Theme.size(4)
        texts: [qsTr("Movable do"), qsTr("Sa re ga")]
        width: parent.width

        onChosen: index => root.settings.notation = index + root.fixed
    }
    Caption {
        text: qsTr("Octaves")
    }
    Segments {
        currentIndex: root.settings.octaves
        objectName: "octaves"
        spacing: Theme.size(4)
        texts: [qsTr("A4 A2 A1"), qsTr("a\u2032 A A,")]
        width: parent.width

        onChosen: index => root.settings.octaves = index
    }
    Caption {
        text: qsTr("Sharps and flats")
    }
    Segments {
        currentIndex: root.settings.accidentals
        objectName: "accidentals"
        spacing: Theme.size(4)
        texts: [qsTr("Sharps"), qsTr("Flats"), qsTr("By key")]
        width: parent.width

        onChosen: index => root.settings.accidentals = index
    }
}
