// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// The selection and the cursor, over the lanes.
Item {
    id: root

    required property TimelineModel timeline

    clip: true

    Rectangle {
        color: Theme.text
        height: parent.height
        objectName: "timelineSelection"
        opacity: 0.14
        visible: root.timeline.hasSelection
        width: Math.max(1, (root.timeline.selectedTo - root.timeline.selectedFrom) * root.width)
        x: root.timeline.selectedFrom * root.width
    }
    Rectangle {
        color: Theme.text
        height: parent.height
        objectName: "timelineCursor"
        visible: root.timeline.hasCursor
        width: Theme.hairline
        x: Math.round(root.timeline.cursor * root.width)
    }
}
