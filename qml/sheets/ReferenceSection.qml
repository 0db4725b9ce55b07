// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Any note at any frequency: the reference for all others.
Column {
    id: root

    required property TuningModel tuning
    property bool isEnabled: true

    property bool isNote: true // the typed text is a note

    function commit(): void {
        isNote = note.text === note.standing || tuning.setReferenceNote(note.text);
        if (isNote)
            note.text = Qt.binding(() => note.standing);
    }

    spacing: Theme.gap
    visible: isEnabled
    width: parent ? parent.width : 0

    Caption {
        text: qsTr("Reference note and its frequency")
    }
    Row {
        spacing: Theme.gap
        width: parent.width

        SearchField {
            id: note

            name: qsTr("Reference note, such as A4 or C4")
            objectName: "referenceNote"
            placeholderText: qsTr("A4")
            standing: root.tuning.referenceNote
            text: standing
            width: Theme.size(84)

            onEditingFinished: root.commit()
        }
        NumberField {
            id: hertz

            factor: 100
            higherName: qsTr("Reference one hertz higher")
            lowerName: qsTr("Reference one hertz lower")
            maximum: root.tuning.maxReferenceHz
            minimum: root.tuning.minReferenceHz
            name: qsTr("Reference in hertz")
            number: root.tuning.referenceHz
            objectName: "referenceHz"
            unit: qsTr("Hz")
            width: parent.width - note.width - Theme.gap

            onCommitted: number => root.tuning.setReference(note.standing, number)
        }
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.warning
        font.weight: Font.DemiBold
        objectName: "referenceHint"
        text: hertz.isInRange ? qsTr("Type a note with its octave, such as A4, C4 or Bb3.") : hertz.rangeText
        visible: !root.isNote || !hertz.isInRange
        width: parent.width
        wrapMode: Text.Wrap
    }
}
