// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// The whole file, with the part that is shown; a click or drag shows another.
Rectangle {
    id: root

    required property TimelineModel timeline

    Accessible.name: qsTr("Overview, %1").arg(timeline.spanText)
    Accessible.role: Accessible.Graphic
    color: Theme.raised
    objectName: "timelineStrip"
    radius: Theme.size(4)

    TimelinePlot {
        anchors.fill: parent
        anchors.margins: Theme.size(2)
        isStrip: true
        model: root.timeline
        trace: Theme.soft
    }
    Rectangle {
        border.color: Theme.trace
        border.width: Theme.size(1.5)
        color: "transparent"
        height: parent.height
        objectName: "timelineShown"
        radius: root.radius
        visible: !root.timeline.isWhole
        width: Math.max(Theme.size(6), (root.timeline.shownTo - root.timeline.shownFrom) * root.width)
        x: Math.min(root.width - width, root.timeline.shownFrom * root.width)
    }
    Rectangle {
        color: Theme.text
        height: parent.height
        visible: root.timeline.hasCursor
        width: Theme.hairline
        x: Math.round(root.timeline.cursorPart * root.width)
    }
    TapHandler {
        onTapped: eventPoint => root.timeline.showAt(eventPoint.position.x / root.width)
    }
    DragHandler {
        target: null

        onCentroidChanged: {
            if (active)
                root.timeline.showAt(centroid.position.x / root.width);
        }
    }
}
