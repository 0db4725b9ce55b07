// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend

// Shows the current view of the registry. Each is made when it is first shown and kept from then on; one that is hidden
// costs nothing, since a feed runs only for what is seen.
Item {
    id: root

    required property CaptureController controller

    readonly property ViewRegistry views: controller.host.views

    Repeater {
        model: root.views

        Loader {
            required property string file
            required property int index

            readonly property bool isCurrent: index === root.views.currentIndex

            function show(): void {
                if (isCurrent && status === Loader.Null)
                    setSource(Qt.resolvedUrl("Views/" + file), {
                        "controller": root.controller
                    });
            }

            anchors.fill: parent
            visible: isCurrent

            Component.onCompleted: show()
            onIsCurrentChanged: show()
        }
    }
}
