// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Whether the input hears the tone, and the tuning by ear, which needs that it does not.
Column {
    id: root

    required property ToneModel tone

    spacing: Theme.gap
    width: parent ? parent.width : 0

    Toggle {
        checked: root.tone.hasHeadphones
        objectName: "toneHeadphones"
        text: qsTr("I use headphones")
        width: parent.width

        onToggled: root.tone.hasHeadphones = checked
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.tone.hasHeadphones ? qsTr("Tunescope goes on listening while the tone plays.") : qsTr("Listening pauses while the tone plays: through speakers, the microphone hears it.")
        width: parent.width
        wrapMode: Text.Wrap
    }
    Toggle {
        checked: root.tone.isByEar
        enabled: root.tone.hasHeadphones
        objectName: "toneByEar"
        opacity: enabled ? 1 : 0.5
        text: qsTr("Tune by ear")
        width: parent.width

        onToggled: root.tone.toggleByEar()
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        objectName: "toneByEarHint"
        text: root.tone.hasHeadphones ? qsTr("While you play, you hear the note as it should be. It beats until you are in tune: on the left when flat, on the right when sharp.") : qsTr("It needs headphones. Turn the switch above on when you wear some.")
        width: parent.width
        wrapMode: Text.Wrap
    }
}
