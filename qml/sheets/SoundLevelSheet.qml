// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The sound level: its weightings, what the input reads now, the level that it shall read, and the microphone's file.
Sheet {
    id: root

    required property SoundLevel soundLevel
    required property AppSettings settings

    initialFocus: known
    preferredWidth: Theme.size(520)
    title: qsTr("Sound level")

    onAboutToShow: {
        soundLevel.isOpen = true;
        soundLevel.listFiles();
        files.reset();
    }
    onClosed: soundLevel.isOpen = false

    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.StaticText
        font.weight: Font.DemiBold
        objectName: "liveLevel"
        text: root.soundLevel.liveText
        width: parent.width
        wrapMode: Text.Wrap
    }
    WeightingChoice {
        settings: root.settings
        width: parent.width
    }
    Caption {
        text: qsTr("A calibrator or another meter gives")
    }
    Row {
        spacing: Theme.gap
        width: parent.width

        NumberField {
            id: known

            factor: 10
            higherName: qsTr("Louder")
            lowerName: qsTr("Quieter")
            maximum: 160
            minimum: 20
            name: qsTr("Known sound level")
            number: 94
            objectName: "knownLevel"
            stepSize: 10
            unit: root.width < Theme.size(400) ? qsTr("dB") : qsTr("dB SPL")
            width: parent.width - set.width - parent.spacing

            onAccepted: root.soundLevel.calibrate(number)
            onCommitted: level => number = level
        }
        PushButton {
            id: set

            isPrimary: true
            objectName: "setLevel"
            text: qsTr("Set level")

            onClicked: root.soundLevel.calibrate(known.number)
        }
    }
    MessageText {
        isProblem: root.soundLevel.isProblem
        objectName: "levelMessage"
        text: root.soundLevel.message
    }
    ForgetRow {
        objectName: "levelState"
        text: root.soundLevel.isCalibrated ? root.soundLevel.calibrationText : qsTr("This input is not calibrated.")
        undoable: root.soundLevel.isCalibrated

        onForgotten: root.soundLevel.forgetCalibration()
    }
    Caption {
        text: qsTr("Calibration file of the microphone")
    }
    ForgetRow {
        objectName: "micState"
        text: root.soundLevel.micName.length > 0 ? root.soundLevel.micName : qsTr("None: its response is taken as flat.")
        undoable: root.soundLevel.micName.length > 0 && !root.soundLevel.isMicFixed

        onForgotten: root.soundLevel.forgetMicrophone()
    }
    PushButton {
        objectName: "chooseMicrophone"
        text: qsTr("Choose a file")
        visible: root.soundLevel.isPage && !root.soundLevel.isMicFixed
        width: parent.width

        onClicked: root.soundLevel.choose()
    }
    BodyText {
        color: Theme.soft
        elide: Text.ElideLeft
        font.pixelSize: Theme.smallText
        text: root.soundLevel.folder
        visible: files.visible
        width: parent.width
    }
    ChoiceSection {
        id: files

        choices: root.soundLevel.files
        objectName: "microphoneFiles"
        rows: 4
        searchName: qsTr("Search this folder")
        visible: !root.soundLevel.isPage && !root.soundLevel.isMicFixed

        onChosen: choiceId => {
            root.soundLevel.openListed(choiceId);
            files.reset();
        }
    }
}
