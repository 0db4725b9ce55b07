// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The chosen display of the deviation.
Item {
    id: root

    required property CaptureController controller
    required property color stateColor

    readonly property DisplayChoice choice: controller.host.displays
    readonly property bool isScale: choice.current === DisplayChoice.Needle || choice.current === DisplayChoice.Projector

    CentsScale {
        height: root.height
        stateColor: root.stateColor
        tuner: root.controller.readings.tuner
        visible: root.isScale
        width: Math.min(root.width, Theme.size(choiceWidth))
        x: Math.round((root.width - width) / 2)

        readonly property int choiceWidth: root.choice.current === DisplayChoice.Projector ? 4000 : 1100
    }
    StrobePanel {
        anchors.fill: parent
        controller: root.controller
        objectName: "strobePanel"
        stateColor: root.stateColor
        visible: root.choice.current === DisplayChoice.Strobe
    }
    HistoryRibbon {
        anchors.fill: parent
        controller: root.controller
        objectName: "historyRibbon"
        visible: root.choice.current === DisplayChoice.History
    }
}
