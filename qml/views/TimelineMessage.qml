// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Why the last file cannot be read, or what of it is missing.
BodyText {
    required property SoundFile sound

    readonly property bool shown: text !== ""

    Accessible.name: text
    Accessible.role: Accessible.AlertMessage
    color: sound.isProblem ? Theme.warning : Theme.soft
    elide: Text.ElideRight
    font.pixelSize: Theme.smallText
    font.weight: sound.isProblem ? Font.DemiBold : Font.Normal
    maximumLineCount: 3
    objectName: "timelineMessage"
    text: sound.message
    textFormat: Text.PlainText
    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
}
