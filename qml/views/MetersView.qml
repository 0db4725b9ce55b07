// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Loudness as numbers and on its scale, a level meter for each channel on the scale of a standard, and further figures
// of each channel. With little room, only numbers and level meters.
Item {
    id: root

    required property CaptureController controller

    readonly property int inset: width < Theme.size(600) ? Theme.margin : Theme.size(24)
    readonly property bool isShort: height < Theme.size(hasFootTools ? 560 : 460)
    readonly property bool isTiny: height < Theme.size(300)
    readonly property bool hasFootTools: width < Theme.size(480)
    readonly property bool isShown: !controller.run.isProblem

    MetersModel {
        id: meters

        controller: root.controller
        isActive: root.visible
    }
    Connections {
        function onTriggered(action: AppAction, reason: int): void {
            if (root.visible && action.kind === AppAction.MeterScale)
                meters.nextScale();
            if (root.visible && action.kind === AppAction.ResetMeters)
                meters.reset();
            if (root.visible && action.kind === AppAction.PauseLoudness)
                meters.loudness.isIntegrating = !meters.loudness.isIntegrating;
        }

        target: root.controller.host.actions
    }
    ViewBar {
        id: tools

        anchors.right: parent.right
        anchors.rightMargin: root.inset - Theme.gap
        controller: root.controller
        tools: meters.tools
        view: root
        visible: root.isShown
        y: root.hasFootTools ? status.y + Math.round((status.height - height) / 2) : Theme.size(8)
    }
    // Where there is no room for the choice of scales: the next one.
    BarButton {
        id: scale

        isFrameless: true
        key: root.controller.host.actions.of(AppAction.MeterScale).key
        name: qsTr("Scale: %1. Choose the next one").arg(meters.scaleName)
        objectName: "nextMeterScale"
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1
        text: meters.scaleName
        visible: root.isShown && root.isShort
        width: Math.max(Theme.target, implicitWidth + Theme.size(4))
        x: tools.x - width
        y: tools.y

        onClicked: meters.nextScale()
    }
    LoudnessPanel {
        id: loudness

        controller: root.controller
        hasScale: !root.isShort
        isGrabbing: root.controller.viewExport.isGrabbing
        meters: meters
        numbersWidth: width - (root.hasFootTools ? 0 : tools.width + (scale.visible ? scale.width : 0) + Theme.gap)
        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: Theme.size(root.isTiny ? 4 : 12)
    }
    MeterBars {
        id: bars

        hasDetails: !root.isShort
        height: (root.isShort ? status.y : choice.y - Theme.gap) - y
        meters: meters
        objectName: "meterBars"
        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: loudness.y + loudness.height + Theme.size(root.isTiny ? 2 : 12)
    }
    MeterChoice {
        id: choice

        controller: root.controller
        meters: meters
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1
        visible: root.isShown && !root.isShort
        width: Math.min(root.width - 2 * root.inset, Theme.size(720))
        x: Math.round((root.width - width) / 2)
        y: status.y - height
    }
    StatusLine {
        id: status

        controller: root.controller
        height: root.isShort ? Theme.target : Theme.target + Theme.gap
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1
        visible: root.isShown
        width: (!root.hasFootTools ? root.width - Theme.margin : (scale.visible ? scale.x : tools.x) - Theme.gap) - x
        x: Theme.margin
        y: root.height - height
    }
    StatusPanel {
        anchors.fill: parent
        anchors.margins: Theme.margin
        controller: root.controller
        visible: !root.isShown
    }
}
