// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// The tuner: the note as large as possible, its state, the chosen display and the numbers, below it or,
// in a low and wide view, beside it. Nothing scrolls. After the end of a note only its name stays for a while, as a fading
// outline. For a projector these parts alone, as large as possible.
Item {
    id: root

    required property CaptureController controller

    readonly property TunerModel tuner: controller.readings.tuner
    readonly property bool isSounding: tuner.presence === TunerModel.Sounding
    readonly property bool isGhost: tuner.presence === TunerModel.Ghost
    readonly property bool isInTune: tuner.tuning === TunerModel.InTune
    readonly property color stateColor: isInTune ? Theme.inTune : tuner.tuning === TunerModel.Flat ? Theme.flat : tuner.tuning === TunerModel.Sharp ? Theme.sharp : Theme.text

    readonly property DisplayChoice choice: controller.host.displays
    readonly property bool isProjector: choice.current === DisplayChoice.Projector
    readonly property bool isTall: choice.current === DisplayChoice.Strobe || choice.current === DisplayChoice.History
    readonly property bool isRound: choice.current === DisplayChoice.Strobe && choice.isCircular

    readonly property InstrumentModel instrument: controller.readings.instrument
    readonly property int place: instrument.locked >= 0 ? instrument.locked : instrument.sounding // of the string

    readonly property bool isShort: height < Theme.size(340)
    readonly property bool isSideways: isShort && width > 1.6 * height
    readonly property int statusHeight: isShort ? Theme.target : Theme.target + 2 * Theme.gap
    readonly property real room: height - statusHeight
    readonly property int numbersX: isSideways ? Math.round(width * 0.4) : 0
    readonly property int numbersWidth: width - numbersX
    readonly property int wordHeight: Math.round(Math.max(Theme.size(isSideways ? 30 : isShort ? 20 : 24), room * (isProjector && !isShort ? 0.1 : 0.065)))
    readonly property int usualScaleHeight: Math.round(Math.max(Theme.size(isSideways ? 76 : isShort ? 50 : 62), Math.min(room * 0.17, width * 0.2)))
    readonly property int tallScaleHeight: Math.round(isSideways ? room - wordHeight - readoutHeight - 4 * Theme.gap : Math.max(usualScaleHeight, room * (isRound ? 0.48 : 0.34)))
    readonly property int scaleHeight: isTall ? tallScaleHeight : usualScaleHeight
    readonly property int readoutHeight: Math.round(isProjector ? Math.min(room * 0.3, width * 0.26) : Math.max(Theme.size(isSideways ? 72 : isShort ? 48 : 58), Math.min(room * (isTall ? 0.13 : 0.165), width * 0.2)))
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
                note.opacity: 0.4
            }
        }
        transitions: Transition {
            to: "fading"

            NumberAnimation {
                duration: root.tuner.holdMs
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
        stringName: root.place >= 0 && root.place < root.instrument.stringNames.length ? root.instrument.stringNames[root.place] : ""
        tuner: root.tuner
        visible: !root.controller.run.isProblem
        width: root.numbersWidth
        x: root.numbersX
        y: scale.y - height - Math.round(root.room * 0.012)
    }
    TunerDisplay {
        id: scale

        controller: root.controller
        height: root.scaleHeight
        stateColor: root.stateColor
        visible: !root.controller.run.isProblem
        width: root.numbersWidth - 2 * Theme.gap
        x: root.numbersX + Theme.gap
        y: readout.y - height - Math.round(root.room * 0.025)
    }
    Readout {
        id: readout

        height: root.readoutHeight
        isLarge: root.isProjector
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
        visible: !root.controller.run.isProblem && (!root.isProjector || root.controller.run.actionText.length > 0)
        width: picker.x - x - Theme.gap
        x: Theme.margin
        y: root.room
    }
    DisplayPicker {
        id: picker

        host: root.controller.host
        isSingle: root.width < Theme.size(root.controller.run.actionText.length > 0 ? 620 : 480) // the sentence needs the room
        objectName: "displays"
        x: root.width - width - Theme.gap
        y: Math.round(root.room + (root.statusHeight - height) / 2)
    }
}
