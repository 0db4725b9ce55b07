// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend

// Asks for a sound file: by a dialog or, on a page, by the browser's.
Item {
    id: root

    required property CaptureController controller

    function ask(): void {
        if (controller.host.isPage) {
            controller.host.views.show("timeline");
            controller.files.requestOpen();
            return;
        }
        if (dialog.status === Loader.Null)
            dialog.setSource(Qt.resolvedUrl("OpenSoundDialog.qml"), {
                "sound": controller.sound
            });
        if (dialog.status === Loader.Ready)
            dialog.item.open();
        else
            controller.sound.refuseDialog();
    }

    Loader {
        id: dialog

        objectName: "openSoundDialog"
    }
    Connections {
        function onAsked(): void {
            root.ask();
        }

        target: root.controller.sound
    }
}
