// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The saddle of a fretted string, step by step.
Sheet {
    id: root

    required property CaptureController controller

    readonly property IntonationModel helper: IntonationModel {
        controller: root.controller
        objectName: "intonationModel"
    }
    readonly property list<string> redoNames: [qsTr("Open string again"), qsTr("Harmonic again"), qsTr("12th fret again")]

    preferredWidth: Theme.size(560)
    title: qsTr("Intonation")

    onAboutToHide: helper.isActive = false
    onAboutToShow: helper.isActive = true

    Caption {
        text: qsTr("String")
        visible: root.helper.strings.length > 0
    }
    Segments {
        currentIndex: root.helper.string
        objectName: "intonationStrings"
        spacing: Theme.size(2) // six are wide enough to hit on the smallest window
        texts: [...root.helper.strings]
        visible: root.helper.strings.length > 0
        width: parent.width

        onChosen: index => root.helper.string = index
    }
    BodyText {
        font.weight: Font.DemiBold
        objectName: "intonationInstruction"
        text: root.helper.instruction
        visible: text !== ""
        width: parent.width
        wrapMode: Text.Wrap
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.StaticText
        font.weight: Font.DemiBold
        objectName: "intonationDifference"
        text: root.helper.difference
        visible: text !== ""
        width: parent.width
        wrapMode: Text.Wrap
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: root.helper.isGood ? Theme.inTune : Theme.text
        font.pixelSize: Theme.titleText
        font.weight: Font.DemiBold
        objectName: "intonationAdvice"
        text: root.helper.advice
        visible: text !== ""
        width: parent.width
        wrapMode: Text.Wrap
    }
    ProgressLine {
        progress: root.helper.progress
        visible: root.helper.step < IntonationModel.Done
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.warning
        font.weight: Font.DemiBold
        objectName: "intonationProblem"
        text: root.helper.problem
        visible: text !== ""
        width: parent.width
        wrapMode: Text.Wrap
    }
    Repeater {
        model: root.helper.steps

        Item {
            id: row

            required property int index
            required property string modelData

            height: Math.max(Theme.target, line.implicitHeight)
            width: parent ? parent.width : 0

            BodyText {
                id: line

                anchors.verticalCenter: parent.verticalCenter
                color: row.index === root.helper.step ? Theme.text : Theme.soft
                font.weight: row.index === root.helper.step ? Font.DemiBold : Font.Normal
                objectName: "intonationStep"
                text: row.modelData
                width: parent.width - redo.width - Theme.gap
                wrapMode: Text.Wrap
            }
            BarButton {
                id: redo

                anchors.right: parent.right
                name: root.redoNames[row.index]
                objectName: "redo" + row.index
                symbol: IconItem.Reset
                visible: row.index < root.helper.step

                onClicked: root.helper.redo(row.index)
            }
        }
    }
    PushButton {
        objectName: "skipHarmonic"
        text: qsTr("Do without the harmonic")
        visible: root.helper.step === IntonationModel.Harmonic
        width: parent.width

        onClicked: root.helper.skipHarmonic()
    }
    ScaleLengthSection {
        helper: root.helper
    }
}
