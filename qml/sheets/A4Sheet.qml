// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A4 from what is heard, and what organ pipes do in warmer or colder air.
Sheet {
    id: root

    required property TuningModel tuning
    required property AppSettings settings

    readonly property A4Listener listener: tuning.listener

    initialFocus: listen
    preferredWidth: Theme.size(520)
    title: qsTr("A4 by listening")

    onAboutToHide: if (listener.stage === A4Listener.Listening)
        listener.discard()

    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: qsTr("Sound a tuning fork or one long A, or let an ensemble play, for ten seconds. A4 is %1 Hz now.").arg(Math.round(root.settings.soundingA4Hz * 100) / 100)
        width: parent.width
        wrapMode: Text.Wrap
    }
    PushButton {
        id: listen

        isPrimary: root.listener.stage !== A4Listener.Found
        objectName: "listenA4"
        text: root.listener.stage === A4Listener.Listening ? qsTr("Stop listening") : root.listener.stage === A4Listener.Idle ? qsTr("Listen for ten seconds") : qsTr("Listen again")
        width: parent.width

        onClicked: root.listener.stage === A4Listener.Listening ? root.listener.discard() : root.listener.start()
    }
    Rectangle {
        Accessible.name: qsTr("Listened for %1 of 10 seconds").arg(Math.floor(root.listener.progress * 10))
        Accessible.role: Accessible.ProgressBar
        color: Theme.raised
        height: Theme.size(8)
        radius: height / 2
        visible: root.listener.stage === A4Listener.Listening
        width: parent.width

        Rectangle {
            color: Theme.soft
            height: parent.height
            radius: height / 2
            width: Math.max(height, parent.width * root.listener.progress)
        }
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        font.pixelSize: Theme.titleText
        font.weight: Font.DemiBold
        objectName: "a4Result"
        text: qsTr("A4 = %1").arg(root.listener.resultText)
        visible: root.listener.stage === A4Listener.Found
        width: parent.width
    }
    BodyText {
        Accessible.name: text
        Accessible.role: root.listener.isInRange ? Accessible.StaticText : Accessible.AlertMessage
        color: root.listener.stage === A4Listener.Found && root.listener.isInRange ? Theme.soft : Theme.warning
        font.pixelSize: Theme.smallText
        objectName: "a4Hint"
        text: root.listener.stage === A4Listener.NotFound ? qsTr("Too little was heard. Bring the microphone closer, and sound a note for at least two seconds.") : !root.listener.isInRange ? qsTr("That is out of the range of A4, which is %1 to %2 Hz.").arg(root.settings.minA4Hz).arg(root.settings.maxA4Hz) : root.listener.isOneNote ? qsTr("The frequency of the one note that was heard. \u00B1 is its standard deviation.") : qsTr("What the notes that were heard fit best in this tuning. \u00B1 is its standard deviation.")
        visible: root.listener.stage === A4Listener.Found || root.listener.stage === A4Listener.NotFound
        width: parent.width
        wrapMode: Text.Wrap
    }
    Row {
        spacing: Theme.gap
        visible: root.listener.stage === A4Listener.Found
        width: parent.width

        PushButton {
            isPrimary: true
            objectName: "acceptA4"
            text: qsTr("Use it")
            visible: root.listener.isInRange
            width: (parent.width - Theme.gap) / 2

            onClicked: {
                root.listener.accept();
                listen.forceActiveFocus(Qt.TabFocusReason);
            }
        }
        PushButton {
            objectName: "discardA4"
            text: qsTr("Discard")
            width: (parent.width - Theme.gap) / 2

            onClicked: {
                root.listener.discard();
                listen.forceActiveFocus(Qt.TabFocusReason);
            }
        }
    }
    UndoButton {
        undo: root.tuning.undo
    }
    AirSection {
        settings: root.settings
        tuning: root.tuning
    }
}
