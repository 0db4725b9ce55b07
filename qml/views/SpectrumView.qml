// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The spectrum, or the levels of octaves or thirds, with a line of what is under the cursor (or the highest peak) above
// it and the choices below.
Item {
    id: root

    required property CaptureController controller

    readonly property int inset: width < Theme.size(600) ? Theme.size(8) : Theme.size(24)
    readonly property bool isShort: height < Theme.size(380)
    readonly property bool isShown: !controller.run.isProblem

    SpectrumModel {
        id: spectrum

        controller: root.controller
        isActive: root.visible
    }
    ViewBar {
        id: tools

        anchors.right: parent.right
        anchors.rightMargin: root.inset - Theme.gap
        controller: root.controller
        tools: spectrum.tools
        view: root
        visible: root.isShown
        y: Theme.size(root.isShort ? 0 : 4)
    }
    // Where there is no room for the choices below, its sheet has them.
    BarButton {
        id: shortSetup

        isFrameless: true
        name: qsTr("Setup")
        objectName: "spectrumShortSetup"
        symbol: IconItem.Settings
        visible: root.isShown && root.isShort
        x: tools.x - width
        y: tools.y

        onClicked: sheet.open()
    }
    BodyText {
        id: value

        readonly property bool isBelow: root.width < Theme.size(600) && root.height >= Theme.size(260)

        elide: Text.ElideRight
        font.pixelSize: root.width < Theme.size(320) ? Theme.size(12) : Theme.bodyText
        font.weight: Font.DemiBold
        height: isBelow ? Theme.size(32) : Theme.target
        objectName: "spectrumValue"
        text: spectrum.cursor >= 0 ? spectrum.cursorText : spectrum.peakText
        verticalAlignment: Text.AlignVCenter
        visible: root.isShown && (isBelow || root.width >= Theme.size(480))
        width: root.width - 2 * x - (isBelow ? 0 : tools.width + (root.isShort ? shortSetup.width : 0))
        wrapMode: Text.NoWrap
        x: isBelow ? root.inset : Theme.margin
        y: isBelow ? tools.y + tools.height : tools.y
    }
    SpectrumPlot {
        id: plot

        height: (root.isShort ? status.y : choices.y) - y - Theme.size(4)
        objectName: "spectrumPlot"
        spectrum: spectrum
        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: value.y + value.height
    }
    Row {
        id: choices

        readonly property bool isNarrow: root.width < Theme.size(600)
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1

        height: Theme.target
        spacing: Theme.size(4)
        visible: root.isShown && !root.isShort
        width: Math.min(root.width - 2 * root.inset, Theme.size(760))
        x: Math.round((root.width - width) / 2)
        y: status.y - height

        Segments {
            currentIndex: spectrum.choice.mode
            objectName: "spectrumModes"
            spacing: Theme.size(4)
            texts: spectrum.choice.modes
            width: parent.width - setup.width - restart.width - 2 * parent.spacing

            onChosen: index => spectrum.choice.mode = index
        }
        PushButton {
            id: setup

            leftPadding: choices.isNarrow ? Theme.gap : Theme.margin
            objectName: "spectrumSetup"
            rightPadding: leftPadding
            text: qsTr("Setup")

            onClicked: sheet.open()
        }
        PushButton {
            id: restart

            Accessible.name: qsTr("Restart averages and held peaks")
            objectName: "spectrumRestart"
            text: qsTr("Restart")
            visible: !choices.isNarrow
            width: visible ? implicitWidth : 0

            onClicked: spectrum.restart()
        }
    }
    StatusLine {
        id: status

        controller: root.controller
        height: root.isShort ? Theme.target : Theme.target + Theme.gap
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1
        visible: root.isShown
        width: root.width - 2 * Theme.margin
        x: Theme.margin
        y: root.height - height
    }
    StatusPanel {
        anchors.fill: parent
        anchors.margins: Theme.margin
        controller: root.controller
        visible: !root.isShown
    }
    SpectrumSheet {
        id: sheet

        parent: root.Window.contentItem
        spectrum: spectrum
    }
}
