// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The instrument whose strings are found, and its capo.
Sheet {
    id: root

    required property InstrumentModel instrument

    signal filesRequested

    initialFocus: choices.firstField
    preferredWidth: Theme.size(560)
    title: qsTr("Instrument")

    onAboutToShow: choices.reset()

    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: qsTr("The tuner names the string that sounds. Click a string in the tuner to tune to that one only.")
        width: parent.width
        wrapMode: Text.Wrap
    }
    ChoiceSection {
        id: choices

        choices: root.instrument.instruments
        rows: 7
        searchName: qsTr("Search the instruments")

        onChosen: choiceId => {
            root.instrument.choose(choiceId);
            root.close();
        }
    }
    Toggle {
        checked: root.instrument.isStepping
        objectName: "nextString"
        text: qsTr("Once a chosen string is in tune, go on to the next one")
        visible: root.instrument.stringNames.length > 0
        width: parent.width

        onToggled: root.instrument.isStepping = checked
    }
    Column {
        spacing: Theme.gap
        visible: root.instrument.stringNames.length > 0
        width: parent.width

        Caption {
            text: qsTr("Capo, at the fret")
        }
        NumberField {
            factor: 1
            higherName: qsTr("Capo one fret higher")
            lowerName: qsTr("Capo one fret lower")
            maximum: root.instrument.maxCapo
            minimum: 0
            name: qsTr("Fret of the capo")
            number: root.instrument.capo
            objectName: "capo"
            width: parent.width

            onCommitted: number => root.instrument.capo = number
        }
    }
    OwnInstrumentSection {
        instrument: root.instrument

        onFilesRequested: root.filesRequested()
    }
}
