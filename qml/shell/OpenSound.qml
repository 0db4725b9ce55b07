// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend

// Answers a request for a sound file by a dialog or, on a page, by the browser's.
Item {
    id: root

    required property CaptureController controller

    Loader {
        id: dialog

        objectName: "openSoundDialog"
    }
    Connections {
        function onAsked(): void {
            if (root.controller.host.isPage) {
                root.controller.host.views.show("timeline");
                root.controller.files.requestOpen();
                return;
            }
            // It opens when it is made, and with each further request.
            if (dialog.status === Loader.Null)
                dialog.setSource(Qt.resolvedUrl("OpenSoundDialog.qml"), {
                    "sound": root.controller.sound
                });
            if (dialog.status === Loader.Error)
                root.controller.sound.refuseDialog();
        }

        target: root.controller.sound
    }
}
