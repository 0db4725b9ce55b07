// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// What the key of the export does in a view without a tool bar, which it fills: it has a picture, and nothing else.
Item {
    id: root

    required property CaptureController controller
    property bool isMain: true // of two views beside each other

    readonly property ViewExport exports: controller.viewExport

    function perform(kind: int, reason: int): void {
        if (kind !== AppAction.ExportView && kind !== AppAction.CopyPicture)
            return;
        exports.aimAtPicture(controller.host.views.currentName, parent);
        if (kind === AppAction.ExportView)
            exports.request(reason);
        else
            exports.copyPicture();
    }

    anchors.fill: parent
    opacity: exports.isGrabbing ? 0 : 1
    visible: isMain

    // The view is transparent, and the software renderer's pictures are not.
    Rectangle {
        anchors.fill: parent
        color: Theme.ground
        parent: root.parent
        visible: root.exports.isGrabbing
        z: -1
    }
    Item {
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin

        ViewMessage {
            exports: root.exports
            room: root.width - 2 * Theme.margin
            tools: root.exports.pictureTools
        }
    }
    Connections {
        function onTriggered(action: AppAction, reason: int): void {
            if (root.visible)
                root.perform(action.kind, reason);
        }

        target: root.controller.host.actions
    }
}
