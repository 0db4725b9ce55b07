// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Above the scope's screen: its state, the way through stopped sweeps, Arm and Force, and the bar of all views.
Item {
    id: root

    required property CaptureController controller
    required property ScopeModel scope
    required property Item view

    readonly property bool isNarrow: width < Theme.size(560)
    readonly property bool isTiny: width < Theme.size(260) // no room for Force beside the state

    implicitHeight: Theme.target

    Rectangle {
        id: chip

        border.color: root.scope.state === 3 ? Theme.inTune : Theme.tick
        border.width: Theme.hairline
        color: "transparent"
        height: Theme.size(26)
        radius: height / 2
        width: Math.max(Theme.size(64), state.implicitWidth + Theme.size(20))
        y: Math.round((root.height - height) / 2)

        BodyText {
            id: state

            Accessible.name: qsTr("State: %1").arg(text)
            Accessible.role: Accessible.StaticText
            anchors.centerIn: parent
            color: root.scope.state === 3 ? Theme.inTune : Theme.text
            font.pixelSize: Theme.smallText
            font.weight: Font.DemiBold
            objectName: "scopeState"
            text: root.scope.stateText
        }
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        height: root.height
        objectName: "scopeDetail"
        text: root.scope.detailText
        visible: x + implicitWidth < steps.x
        x: chip.width + Theme.gap
    }
    Row {
        id: steps

        spacing: Theme.size(2)
        x: bar.x - width - Theme.size(4)

        BarButton {
            isFrameless: true
            key: qsTr("Page Up")
            name: qsTr("Sweep before")
            objectName: "sweepBefore"
            symbol: IconItem.Left
            visible: root.scope.canStep

            onClicked: root.scope.step(-1)
        }
        BarButton {
            isFrameless: true
            key: qsTr("Page Down")
            name: qsTr("Sweep after")
            objectName: "sweepAfter"
            symbol: IconItem.Right
            visible: root.scope.canStep

            onClicked: root.scope.step(1)
        }
        BarButton {
            name: qsTr("Wait for the next sweep")
            objectName: "armScope"
            text: qsTr("Arm")
            visible: root.scope.isSingle

            onClicked: root.scope.arm()
        }
        BarButton {
            name: qsTr("A sweep now, without a trigger")
            objectName: "forceScope"
            text: qsTr("Force")
            visible: root.scope.hasTrigger && !root.isTiny && !(root.isNarrow && root.scope.canStep)

            onClicked: root.scope.force()
        }
    }
    ViewBar {
        id: bar

        controller: root.controller
        tools: root.scope.tools
        view: root.view
        x: root.width - width
    }
}
