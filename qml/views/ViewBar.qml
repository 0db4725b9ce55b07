// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The tool bar of a view: pause, reset, export. Its keys work while it is visible. What became of an export is shown
// beside it, towards the middle of the view.
Item {
    id: root

    required property CaptureController controller
    required property ViewTools tools
    required property Item view // whose picture is exported, without this bar

    readonly property Actions actions: controller.host.actions
    readonly property ViewExport exports: controller.viewExport

    function aim(): void {
        exports.aim(tools, view);
    }
    function perform(kind: int, reason: int): void {
        switch (kind) {
        case AppAction.PauseView:
            tools.isPaused = !tools.isPaused;
            break;
        case AppAction.ResetView:
            tools.reset();
            break;
        case AppAction.ExportView:
            aim();
            exports.request(reason);
            break;
        case AppAction.CopyPicture:
            aim();
            exports.copyPicture();
            break;
        }
    }

    Accessible.name: qsTr("Tools of the view")
    Accessible.role: Accessible.ToolBar
    implicitHeight: Theme.target
    implicitWidth: row.width
    objectName: "viewBar"
    opacity: exports.isGrabbing ? 0 : 1
    z: 1

    component Tool: BarButton {
        required property int kind

        isFrameless: true
        key: root.actions.of(kind).key
        name: root.actions.of(kind).tip

        onClicked: root.perform(kind, focusReason)
    }

    Row {
        id: row

        anchors.right: parent.right
        spacing: Theme.size(4)

        Tool {
            kind: AppAction.PauseView
            name: root.tools.isPaused ? qsTr("Resume the view") : root.actions.of(kind).tip
            objectName: "pauseView"
            symbol: root.tools.isPaused ? IconItem.Start : IconItem.Pause
            symbolColor: root.tools.isPaused ? Theme.sharp : Theme.soft
            visible: root.tools.hasPause
        }
        Tool {
            kind: AppAction.ResetView
            objectName: "resetView"
            symbol: IconItem.Reset
            visible: root.tools.hasReset
        }
        Tool {
            kind: AppAction.Beside
            objectName: "besideView"
            symbol: IconItem.Beside
            symbolColor: root.controller.host.views.isSplit ? Theme.text : Theme.soft
            visible: root.controller.host.views.isSplittable

            onClicked: root.actions.of(AppAction.Beside).trigger(focusReason)
        }
        Tool {
            kind: AppAction.ExportView
            objectName: "exportView"
            symbol: IconItem.Export
        }
    }
    // The view is transparent, and the software renderer's pictures are not.
    Rectangle {
        anchors.fill: parent
        color: Theme.ground
        parent: root.view
        visible: root.exports.isGrabbing
        z: -1
    }
    ViewMessage {
        exports: root.exports
        isAbove: root.visible && root.mapToItem(root.view, 0, 0).y > root.view.height / 2
        room: root.view.width - 2 * Theme.margin
        tools: root.tools
    }
    Connections {
        function onTriggered(action: AppAction, reason: int): void {
            if (root.visible)
                root.perform(action.kind, reason);
        }

        target: root.actions
    }
}
