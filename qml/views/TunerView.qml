// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The tuner beside waveform and level when the view is wide; on a phone the tuner above a strip of both; where neither
// fits, the tuner alone.
Item {
    id: root

    required property CaptureController controller

    readonly property bool hasStrip: height >= Theme.size(340)
    readonly property bool isWide: hasStrip && width >= Theme.size(600) && width > 1.3 * height

    TunerPanel {
        id: tuner

        controller: root.controller
        height: root.isWide || !root.hasStrip ? root.height : strip.y
        objectName: "tuner"
        width: root.isWide ? Math.round(root.width * 0.6) : root.width
    }
    Rectangle {
        color: Theme.line
        height: root.height - 2 * Theme.margin
        visible: root.isWide
        width: Theme.hairline
        x: tuner.width
        y: Theme.margin
    }
    Item {
        id: strip

        readonly property int inset: Theme.size(root.isWide ? 24 : 16)

        height: root.isWide ? root.height : Math.round(Math.max(Theme.size(84), root.height * 0.18))
        visible: root.hasStrip
        width: root.isWide ? root.width - tuner.width : root.width
        x: root.isWide ? tuner.width : 0
        y: root.height - height

        Waveform {
            height: level.y - y - Theme.size(root.isWide ? 20 : 4)
            isCompact: !root.isWide
            model: root.controller.readings.waveform
            width: parent.width - 2 * strip.inset
            x: strip.inset
            y: root.isWide ? Theme.size(20) : 0
        }
        LevelMeter {
            id: level

            isCompact: !root.isWide
            level: root.controller.readings.level
            width: parent.width - 2 * strip.inset
            x: strip.inset
            y: parent.height - height - Theme.size(root.isWide ? 12 : 6)
        }
    }
}
