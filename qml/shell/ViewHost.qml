// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// Shows the current view of the registry, on request with the tuner beside it (above it where the window is high), if
// there is room for both. Each is created when it is first shown and kept from then on; a hidden one draws nothing, and
// only the meters go on measuring.
Item {
    id: root

    required property CaptureController controller

    readonly property ViewRegistry views: controller.host.views
    readonly property bool isAcross: width > height
    readonly property bool isSplittable: isAcross ? width >= Theme.size(800) && height >= Theme.size(380) : width >= Theme.size(480) && height >= Theme.size(720)
    readonly property int tunerSide: Math.round(isAcross ? Math.min(width * 0.42, height * 1.1) : Math.min(height * 0.42, width * 0.9))

    Binding {
        property: "isSplittable"
        target: root.views
        value: root.isSplittable
    }
    Repeater {
        model: root.views

        Loader {
            id: slot

            required property string file
            required property int index

            readonly property bool isTuner: index === 0
            readonly property bool isCurrent: index === root.views.currentIndex
            readonly property bool isSeen: isCurrent || isTuner && root.views.isSplit

            function show(): void {
                if (isSeen && status === Loader.Null)
                    setSource(Qt.resolvedUrl("Views/" + file), {
                        "controller": root.controller
                    });
            }
            // Its readings go on while it is hidden, and an item that changes asks its window for a frame, visible or not.
            // Without a parent it would count as visible, and obey the keys of the view that is shown.
            function takeOut(): void {
                if (!isTuner || !item)
                    return;
                item.parent = isSeen ? slot : null;
                item.visible = isSeen;
            }

            height: root.isAcross || !root.views.isSplit ? root.height : isTuner ? root.tunerSide : root.height - root.tunerSide
            objectName: "view" + index
            visible: isSeen
            width: !root.isAcross || !root.views.isSplit ? root.width : isTuner ? root.tunerSide : root.width - root.tunerSide
            x: isTuner ? 0 : root.width - width
            y: isTuner ? 0 : root.height - height

            Component.onCompleted: show()
            onIsSeenChanged: {
                show();
                takeOut();
            }
        }
    }
    Rectangle {
        color: Theme.line
        height: root.isAcross ? root.height - 2 * Theme.margin : Theme.hairline
        visible: root.views.isSplit
        width: root.isAcross ? Theme.hairline : root.width - 2 * Theme.margin
        x: root.isAcross ? root.tunerSide : Theme.margin
        y: root.isAcross ? Theme.margin : root.tunerSide
    }
}
