// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The oscilloscope: its state above, the screen, the cursors' read-outs, its controls, and the state of the capture.
Item {
    id: root

    required property CaptureController controller

    readonly property bool isShort: height < Theme.size(460)
    readonly property bool isTiny: height < Theme.size(300)
    readonly property bool isNarrow: width < Theme.size(600)
    readonly property bool isShown: !controller.run.isProblem
    readonly property int inset: isNarrow ? Theme.margin : Theme.size(24)
    readonly property int numbersWidth: isNarrow ? Theme.size(28) : Theme.size(40)

    ScopeModel {
        id: scope

        controller: root.controller
        isActive: root.visible
        objectName: "scopeModel"
    }
    ScopeBar {
        id: bar

        controller: root.controller
        scope: scope
        view: root
        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: root.isShort ? 0 : Theme.size(4)
    }
    ScopePlot {
        id: plot

        hasNumbers: !root.isTiny
        height: readouts.y - (root.isTiny ? Theme.size(4) : Theme.size(22)) - y
        objectName: "scope"
        scope: scope
        visible: root.isShown
        width: root.width - root.inset - x
        x: root.inset + (root.isTiny ? 0 : root.numbersWidth)
        y: bar.y + bar.height + Theme.size(4)
    }
    Column {
        id: readouts

        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: controls.y - height - (height > 0 ? Theme.size(4) : 0)

        BodyText {
            Accessible.name: text
            Accessible.role: Accessible.StaticText
            color: Theme.inTune
            elide: Text.ElideRight
            font.pixelSize: Theme.smallText
            maximumLineCount: root.isNarrow ? 3 : 1
            objectName: "timeReadout"
            text: scope.cursors.timeReadout
            visible: scope.cursors.hasTime
            width: parent.width
            wrapMode: root.isNarrow ? Text.Wrap : Text.NoWrap
        }
        BodyText {
            Accessible.name: text
            Accessible.role: Accessible.StaticText
            color: Theme.flat
            elide: Text.ElideRight
            font.pixelSize: Theme.smallText
            maximumLineCount: root.isNarrow ? 3 : 1
            objectName: "levelReadout"
            text: scope.cursors.levelReadout
            visible: scope.cursors.hasLevel
            width: parent.width
            wrapMode: root.isNarrow ? Text.Wrap : Text.NoWrap
        }
    }
    ScopeControlsPanel {
        id: controls

        height: implicitHeight
        isOneRow: root.isNarrow || root.isShort
        objectName: "scopeControls"
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1
        scope: scope
        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: (status.visible ? status.y : root.height) - height - (root.isShort ? 0 : Theme.size(4))
    }
    StatusLine {
        id: status

        controller: root.controller
        height: Theme.target
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1
        visible: root.isShown && !root.isShort
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
}
