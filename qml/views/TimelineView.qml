// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A sound file over time: its overview, the lanes of the part that is shown, and what is at the cursor or selected.
Item {
    id: root

    required property CaptureController controller

    readonly property SoundFile sound: controller.sound
    readonly property int inset: width < Theme.size(600) ? Theme.gap : Theme.size(24)
    readonly property bool isShort: height < Theme.size(340)

    objectName: "timeline"

    TimelineModel {
        id: timeline

        controller: root.controller
    }
    ViewBar {
        id: tools

        anchors.right: parent.right
        anchors.rightMargin: root.inset - Theme.gap
        controller: root.controller
        tools: timeline.tools
        view: root
        visible: timeline.hasSound
        y: Theme.size(4)
    }
    TimelineReadout {
        id: readout

        readonly property bool isBelow: root.width < Theme.size(600) && root.height >= Theme.size(400)

        height: Theme.target
        sound: root.sound
        timeline: timeline
        visible: timeline.hasSound
        width: root.width - 2 * root.inset - (isBelow ? 0 : tools.width)
        x: root.inset
        y: isBelow ? tools.y + tools.height : tools.y
    }
    TimelineMessage {
        id: message

        playback: root.controller.playback
        sound: root.sound
        visible: shown && timeline.hasSound
        width: root.width - 2 * root.inset
        x: root.inset
        y: readout.y + readout.height
    }
    TimelineStrip {
        id: strip

        height: visible ? Theme.size(36) : 0
        timeline: timeline
        visible: timeline.hasSound && !root.isShort
        width: pane.room
        x: root.inset + pane.plotLeft
        y: message.visible ? message.y + message.height + Theme.size(4) : readout.y + readout.height + Theme.size(2)
    }
    TimelinePane {
        id: pane

        height: bottom.y - y - Theme.size(4)
        objectName: "timelinePane"
        timeline: timeline
        visible: timeline.hasSound
        width: root.width - 2 * root.inset
        x: root.inset
        y: strip.y + strip.height + (strip.visible ? Theme.size(6) : 0)
    }
    TimelineButtons {
        id: bottom

        isNarrow: root.width < Theme.size(560)
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1
        playback: root.controller.playback
        sound: root.sound
        timeline: timeline
        visible: timeline.hasSound
        width: Math.min(implicitWidth, root.width - 2 * root.inset)
        x: Math.round((root.width - width) / 2)
        y: root.height - height - Theme.size(root.isShort ? 2 : 8)
    }
    TimelineStart {
        anchors.fill: parent
        anchors.margins: root.inset
        playback: root.controller.playback
        sound: root.sound
        visible: !timeline.hasSound && !root.sound.isBusy
    }
    TimelineProgress {
        anchors.centerIn: parent
        sound: root.sound
        visible: root.sound.isBusy
        width: Math.min(Theme.size(420), root.width - 2 * Theme.margin)
    }
}
