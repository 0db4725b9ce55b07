// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend

// Files that are dropped on the window: sounds, a practice session, or what tunes.
DropArea {
    id: root

    required property CaptureController controller

    signal tuningsDropped(var urls)

    keys: ["text/uri-list"]

    onDropped: drop => {
        if (controller.sound.openDropped(drop.urls))
            return;
        if (controller.practice.files.openDropped(drop.urls[0])) {
            controller.host.views.show("practice");
            return;
        }
        for (const url of drop.urls)
            controller.readings.openTuning(url);
        tuningsDropped(drop.urls);
    }
}
