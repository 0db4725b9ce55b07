// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Two lines about what is selected, or at the cursor, or else about the file.
Item {
    id: root

    required property SoundFile sound
    required property TimelineModel timeline

    readonly property string text: first.text + "\n" + second.text

    Accessible.name: text
    Accessible.role: Accessible.StaticText
    objectName: "timelineReadout"

    component Line: BodyText {
        Accessible.ignored: true
        elide: Text.ElideRight
        font.pixelSize: Theme.smallText
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: 10
        textFormat: Text.PlainText
        width: root.width
    }

    Column {
        anchors.verticalCenter: parent.verticalCenter

        Line {
            id: first

            text: root.timeline.hasSelection ? root.timeline.selectionText : root.timeline.hasCursor ? root.timeline.cursorText : root.sound.title
        }
        Line {
            id: second

            text: root.timeline.hasSelection ? root.timeline.selectionDetail : root.timeline.hasCursor ? root.timeline.cursorDetail : root.width < Theme.size(300) ? root.sound.shortDescription : root.sound.description
        }
    }
}
