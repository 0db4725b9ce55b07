// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The tuner: the note as large as the room allows, its state, the cents scale and the numbers. Nothing scrolls. When a
// note has ended, its name alone stays for a while, hollow and fading.
Item {
    id: root

    required property CaptureController controller

    readonly property TunerModel tuner: controller.readings.tuner
    readonly property bool isSounding: tuner.presence === TunerModel.Sounding
    readonly property bool isGhost: tuner.presence === TunerModel.Ghost
    readonly property bool isInTune: tuner.tuning === TunerModel.InTune
    readonly property color stateColor: isInTune ? Theme.inTune : tuner.tuning === TunerModel.Flat ? Theme.flat : tuner.tuning === TunerModel.Sharp ? Theme.sharp : Theme.text

    readonly property int statusHeight: Theme.target + 2 * Theme.gap
    readonly property real room: height - statusHeight
    readonly property int wordHeight: Math.round(Math.max(Theme.size(24), room * 0.065))
    readonly property int scaleHeight: Math.round(Math.max(Theme.size(62), Math.min(room * 0.17, width * 0.2)))
    readonly property int readoutHeight: Math.round(Math.max(Theme.size(58), Math.min(room * 0.165, width * 0.2)))

    Accessible.name: tuner.spoken.length > 0 ? tuner.spoken : qsTr("No note")
    Accessible.role: Accessible.StaticText

    NoteGlyph {
        id: note

        accidental: root.tuner.accidental
        color: root.isInTune ? Theme.inTune : !root.isSounding ? Theme.ghost : root.tuner.isSure ? Theme.text : Theme.soft
        family: Theme.displayFamily
        height: word.y - y - Theme.gap
        isHollow: !root.isSounding
        letter: root.tuner.letter.length > 0 ? root.tuner.letter : "\u2013"
        objectName: "note"
        octave: root.tuner.octave
        symbolFamily: Theme.symbolFamily
        visible: !root.controller.run.isProblem
        width: root.width - 2 * Theme.margin
        x: Theme.margin
        y: Math.round(Math.max(Theme.gap, root.room * 0.04))

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
        width: root.width
        y: scale.y - height - Math.round(root.room * 0.012)
    }
    CentsScale {
        id: scale

        height: root.scaleHeight
        stateColor: root.stateColor
        tuner: root.tuner
        visible: !root.controller.run.isProblem
        width: Math.min(root.width - 2 * Theme.gap, Theme.size(1100))
        x: Math.round((root.width - width) / 2)
        y: readout.y - height - Math.round(root.room * 0.025)
    }
    Readout {
        id: readout

        height: root.readoutHeight
        objectName: "readout"
        tuner: root.tuner
        visible: root.isSounding && !root.controller.run.isProblem
        width: root.width
        y: Math.round(root.room * 0.985) - height
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
