// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The waveform as large as the view, the level below it, and how the capture stands.
Item {
    id: root

    required property CaptureController controller

    readonly property bool isShort: height < Theme.size(340)
    readonly property int inset: width < Theme.size(600) ? Theme.margin : Theme.size(24)

    Waveform {
        height: level.y - y - Theme.size(root.isShort ? 4 : 16)
        lineWidth: Theme.size(2.5)
        model: root.controller.readings.waveform
        objectName: "scope"
        visible: !root.controller.run.isProblem
        width: root.width - 2 * root.inset
        x: root.inset
        y: root.isShort ? Theme.gap : Theme.size(20)
    }
    LevelMeter {
        id: level

        isCompact: root.isShort
        level: root.controller.readings.level
        visible: !root.controller.run.isProblem
        width: root.width - 2 * root.inset
        x: root.inset
        y: status.y - height
    }
    StatusLine {
        id: status

        controller: root.controller
        height: root.isShort ? Theme.target : Theme.target + 2 * Theme.gap
        visible: !root.controller.run.isProblem
        width: root.width - 2 * Theme.margin
        x: Theme.margin
        y: root.height - height
    }
    StatusPanel {
        anchors.fill: parent
        anchors.margins: Theme.margin
        controller: root.controller
        visible: root.controller.run.isProblem
    }
}
