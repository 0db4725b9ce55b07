// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Why the last file cannot be read or played, or what of it is missing.
BodyText {
    required property SoundFile sound
    required property Playback playback

    readonly property bool isProblem: sound.isProblem || playback.message !== ""
    readonly property bool shown: text !== ""

    Accessible.name: text
    Accessible.role: Accessible.AlertMessage
    color: isProblem ? Theme.warning : Theme.soft
    elide: Text.ElideRight
    font.pixelSize: Theme.smallText
    font.weight: isProblem ? Font.DemiBold : Font.Normal
    maximumLineCount: 3
    objectName: "timelineMessage"
    text: playback.message !== "" ? playback.message : sound.message
    textFormat: Text.PlainText
    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
}
