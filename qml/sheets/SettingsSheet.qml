// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The settings, one file per section. To add one, add a file like DisplaySection.qml and its entry below.
Sheet {
    id: root

    required property WindowHost host
    required property AppSettings settings
    property bool beginsWithA4: false // ready to be typed over

    signal listeningRequested
    signal tuningRequested
    signal instrumentRequested
    signal toneRequested
    signal pianoRequested
    signal intonationRequested

    title: qsTr("Settings")

    initialFocus: beginsWithA4 ? pitch.firstField : null

    onAboutToShow: pitch.selectA4()

    PitchSection {
        id: pitch

        settings: root.settings

        onAccepted: root.close()
    }
    PushButton {
        objectName: "openA4"
        text: qsTr("A4 by listening, organs and the air")
        width: parent.width

        onClicked: {
            root.close();
            root.listeningRequested();
        }
    }
    DisplaySection {
        host: root.host
        settings: root.settings
    }
    RangeSection {
        settings: root.settings

        onAccepted: root.close()
    }
    SignalSection {
        host: root.host
        settings: root.settings
    }
    PushButton {
        objectName: "openTuning"
        text: qsTr("Tuning and note names")
        width: parent.width

        onClicked: {
            root.close();
            root.tuningRequested();
        }
    }
    PushButton {
        objectName: "openInstrument"
        text: qsTr("Instrument and strings")
        width: parent.width

        onClicked: {
            root.close();
            root.instrumentRequested();
        }
    }
    PushButton {
        objectName: "openTone"
        text: qsTr("Reference tone")
        width: parent.width

        onClicked: {
            root.close();
            root.toneRequested();
        }
    }
    PushButton {
        objectName: "openPiano"
        text: qsTr("Piano stretch")
        width: parent.width

        onClicked: {
            root.close();
            root.pianoRequested();
        }
    }
    PushButton {
        objectName: "openIntonation"
        text: qsTr("Intonation of a fretted string")
        width: parent.width

        onClicked: {
            root.close();
            root.intonationRequested();
        }
    }
    BodyText {
        color: Theme.warning
        font.pixelSize: Theme.smallText
        text: root.settings.problem
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
}
