// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The reference tone: which notes sound, how, and how loud; and tuning by ear.
Sheet {
    id: root

    required property ToneModel tone

    preferredWidth: Theme.size(560)
    title: qsTr("Reference tone")

    onClosed: if (tone.way === ToneModel.Held) tone.stop()

    Row {
        spacing: Theme.gap
        width: parent.width

        PushButton {
            isPrimary: true
            objectName: "tonePlay"
            text: root.tone.isPlaying ? qsTr("Stop") : qsTr("Play")
            width: Theme.size(96)

            onClicked: root.tone.toggle()
        }
        BodyText {
            Accessible.name: text
            Accessible.role: Accessible.StaticText
            elide: Text.ElideRight
            font.weight: Font.DemiBold
            height: Theme.target
            maximumLineCount: 2
            objectName: "toneSummary"
            text: root.tone.isPlaying ? root.tone.summary : qsTr("Press a note.")
            verticalAlignment: Text.AlignVCenter
            width: parent.width - Theme.size(96) - Theme.gap
            wrapMode: Text.Wrap
        }
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.warning
        font.weight: Font.DemiBold
        objectName: "toneProblem"
        text: root.tone.problem
        visible: text.length > 0
        width: parent.width
        wrapMode: Text.Wrap
    }
    ToneKeyboard {
        objectName: "toneKeys"
        tone: root.tone
        width: parent.width
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: qsTr("The other %1 notes of this scale have no key here.").arg(root.tone.keys.left)
        visible: root.tone.keys.left > 0
        width: parent.width
        wrapMode: Text.Wrap
    }
    Segments {
        currentIndex: root.tone.way
        objectName: "toneWay"
        spacing: Theme.size(4)
        texts: [qsTr("While held"), qsTr("Drone"), qsTr("Chord")]
        width: parent.width

        onChosen: index => root.tone.way = index
    }
    Caption {
        text: root.tone.keys.isPiano ? qsTr("Octave") : qsTr("Period of the scale")
    }
    NumberField {
        factor: 1
        higherName: qsTr("One octave higher")
        lowerName: qsTr("One octave lower")
        maximum: root.tone.maxOctave
        minimum: root.tone.minOctave
        name: qsTr("Octave of the notes")
        number: root.tone.octave
        objectName: "toneOctave"
        width: parent.width

        onCommitted: number => root.tone.octave = number
    }
    Segments {
        currentIndex: root.tone.timbre
        objectName: "toneTimbre"
        spacing: Theme.size(4)
        texts: [qsTr("Sine"), qsTr("Strings"), qsTr("Organ")]
        width: parent.width

        onChosen: index => root.tone.timbre = index
    }
    Caption {
        text: qsTr("Level")
    }
    NumberField {
        factor: 1
        higherName: qsTr("Louder")
        lowerName: qsTr("Quieter")
        maximum: root.tone.maxLevelDb
        minimum: root.tone.minLevelDb
        name: qsTr("Level of the tone")
        number: root.tone.levelDb
        objectName: "toneLevel"
        stepSize: 3
        unit: qsTr("dBFS")
        width: parent.width

        onCommitted: number => root.tone.levelDb = number
    }
    ToneSwitches {
        tone: root.tone
    }
}
