// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The cents of the last minute: a ribbon as thick as the uncertainty, with gaps where no note sounded.
Item {
    id: root

    required property CaptureController controller

    readonly property HistoryModel history: controller.readings.history
    readonly property TunerModel tuner: controller.readings.tuner
    readonly property int labelText: Theme.smallText
    readonly property int labelWidth: Math.round(labelText * 2.4)
    readonly property int plotHeight: height - Math.round(labelText * 1.6)

    function yOf(cents: real): real {
        return plotHeight / 2 - cents / history.rangeCents * (plotHeight / 2 - ribbon.lineWidth);
    }

    Accessible.name: qsTr("The last minute")
    Accessible.role: Accessible.Graphic

    Rectangle {
        color: Qt.rgba(Theme.inTune.r, Theme.inTune.g, Theme.inTune.b, 0.14)
        height: root.yOf(-root.tuner.toleranceCents) - y
        width: ribbon.width
        x: ribbon.x
        y: root.yOf(root.tuner.toleranceCents)
    }
    Repeater {
        model: [1, 0.5, 0, -0.5, -1]

        Item {
            id: guide

            required property real modelData

            readonly property real cents: modelData * root.history.rangeCents
            readonly property bool isWhole: Math.abs(modelData) !== 0.5

            width: root.width
            y: Math.round(root.yOf(cents))

            Rectangle {
                color: guide.modelData === 0 ? Theme.tick : Theme.line
                height: Theme.hairline
                width: ribbon.width
                x: ribbon.x
            }
            BodyText {
                color: Theme.soft
                font.pixelSize: root.labelText
                horizontalAlignment: Text.AlignRight
                text: guide.cents > 0 ? "+" + guide.cents : guide.cents < 0 ? "\u2212" + -guide.cents : "0"
                visible: guide.isWhole
                width: root.labelWidth - Theme.size(6)
                y: Math.max(-guide.y, Math.min(root.plotHeight - guide.y - height, -height / 2))
            }
        }
    }
    HistoryItem {
        id: ribbon

        family: Theme.family
        flat: Theme.flat
        height: root.plotHeight
        inTune: Theme.inTune
        lineWidth: Theme.size(4)
        model: root.history
        objectName: "history"
        sharp: Theme.sharp
        text: Theme.text
        textSize: Theme.smallText
        toleranceCents: root.tuner.toleranceCents
        width: root.width - x - Theme.gap
        x: root.labelWidth
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: root.labelText
        text: qsTr("1 min ago")
        x: ribbon.x
        y: root.height - height
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: root.labelText
        text: qsTr("now")
        x: ribbon.x + ribbon.width - width
        y: root.height - height
    }
}
