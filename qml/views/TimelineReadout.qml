// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Two lines about what is selected, or at the cursor, or else about the file.
BodyText {
    id: root

    required property SoundFile sound
    required property TimelineModel timeline

    readonly property string firstLine: timeline.hasSelection ? timeline.selectionText : timeline.hasCursor ? timeline.cursorText : sound.title
    readonly property string secondLine: timeline.hasSelection ? timeline.selectionDetail : timeline.hasCursor ? timeline.cursorDetail : sound.description

    Accessible.name: text
    Accessible.role: Accessible.StaticText
    elide: Text.ElideRight
    font.pixelSize: Theme.smallText
    maximumLineCount: 2
    objectName: "timelineReadout"
    text: firstLine + "\n" + secondLine
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
