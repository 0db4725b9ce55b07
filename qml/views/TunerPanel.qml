// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The tuner: the note as large as the room allows, its state, the cents scale and the numbers, below it or, where it is
// low and wide, beside it. Nothing scrolls. When a note has ended, its name alone stays for a while, hollow and fading.
Item {
    id: root

    required property CaptureController controller

    readonly property TunerModel tuner: controller.readings.tuner
    readonly property bool isSounding: tuner.presence === TunerModel.Sounding
    readonly property bool isGhost: tuner.presence === TunerModel.Ghost
    readonly property bool isInTune: tuner.tuning === TunerModel.InTune
    readonly property color stateColor: isInTune ? Theme.inTune : tuner.tuning === TunerModel.Flat ? Theme.flat : tuner.tuning === TunerModel.Sharp ? Theme.sharp : Theme.text

    readonly property bool isShort: height < Theme.size(340)
    readonly property bool isSideways: isShort && width > 1.6 * height
    readonly property int statusHeight: isShort ? Theme.target : Theme.target + 2 * Theme.gap
    readonly property real room: height - statusHeight
    readonly property int numbersX: isSideways ? Math.round(width * 0.4) : 0
    readonly property int numbersWidth: width - numbersX
    readonly property int wordHeight: Math.round(Math.max(Theme.size(isSideways ? 30 : isShort ? 20 : 24), room * 0.065))
    readonly property int scaleHeight: Math.round(Math.max(Theme.size(isSideways ? 76 : isShort ? 50 : 62), Math.min(room * 0.17, width * 0.2)))
    readonly property int readoutHeight: Math.round(Math.max(Theme.size(isSideways ? 72 : isShort ? 48 : 58), Math.min(room * 0.165, width * 0.2)))
    readonly property int numbersBottom: isSideways ? Math.round((room + wordHeight + scaleHeight + readoutHeight + 2 * Theme.gap) / 2) : Math.round(room * 0.985)

    Accessible.name: tuner.spoken.length > 0 ? tuner.spoken : qsTr("No note")
    Accessible.role: Accessible.StaticText

    NoteGlyph {
        id: note

        accidental: root.tuner.accidental
        color: root.isInTune ? Theme.inTune : !root.isSounding ? Theme.ghost : root.tuner.isSure ? Theme.text : Theme.soft
        family: Theme.displayFamily
        height: (root.isSideways ? root.room : word.y) - y - Theme.gap
        isHollow: !root.isSounding
        letter: root.tuner.letter.length > 0 ? root.tuner.letter : "\u2013"
        objectName: "note"
        octave: root.tuner.octave
        symbolFamily: Theme.symbolFamily
        visible: !root.controller.run.isProblem
        width: (root.isSideways ? root.numbersX : root.width) - 2 * Theme.margin
        x: Theme.margin
        y: Math.round(Math.max(root.isShort ? Theme.size(2) : Theme.gap, root.room * (root.isShort ? 0.02 : 0.04)))

        states: State {
            name: "fading"
            when: root.isGhost && !Theme.isMotionReduced

            PropertyChanges {
                opacity: 0.4
                target: note
            }
        }
        transitions: Transition {
            to: "fading"

            NumberAnimation {
                duration: root.tuner.ghostMs
                easing.type: Easing.InQuad
                property: "opacity"
            }
        }
    }
    StatusPanel {
        anchors.fill: parent
        anchors.margins: Theme.margin
        controller: root.controller
        visible: root.controller.run.isProblem
    }
    TuningWord {
        id: word

        height: root.wordHeight
        stateColor: root.stateColor
        tuner: root.tuner
        visible: !root.controller.run.isProblem
        width: root.numbersWidth
        x: root.numbersX
        y: scale.y - height - Math.round(root.room * 0.012)
    }
    CentsScale {
        id: scale

        height: root.scaleHeight
        stateColor: root.stateColor
        tuner: root.tuner
        visible: !root.controller.run.isProblem
        width: Math.min(root.numbersWidth - 2 * Theme.gap, Theme.size(1100))
        x: Math.round(root.numbersX + (root.numbersWidth - width) / 2)
        y: readout.y - height - Math.round(root.room * 0.025)
    }
    Readout {
        id: readout

        height: root.readoutHeight
        objectName: "readout"
        tuner: root.tuner
        visible: root.isSounding && !root.controller.run.isProblem
        width: root.numbersWidth
        x: root.numbersX
        y: root.numbersBottom - height
    }
    StatusLine {
        controller: root.controller
        height: root.statusHeight
        visible: !root.controller.run.isProblem
        width: root.width - 2 * Theme.margin
        x: Theme.margin
        y: root.room
    }
}
