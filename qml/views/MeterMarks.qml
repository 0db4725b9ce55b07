// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// The labels along a meter; labels that would touch their right neighbour are left out.
Item {
    id: root

    required property list<real> positions
    required property list<string> labels
    required property string unit

    readonly property int labelWidth: Theme.size(30)

    function isShown(index: int): bool {
        let right = labels.length - 1;
        let edge = positions[right] * width;
        for (let i = right - 1; i >= index; --i) {
            if (edge - positions[i] * width < labelWidth)
                continue;
            edge = positions[i] * width;
            right = i;
        }
        return right === index;
    }

    height: Theme.size(22)

    Repeater {
        model: root.labels.length

        Item {
            id: mark

            required property int index

            x: Math.round(root.positions[index] * root.width)

            Rectangle {
                color: Theme.tick
                height: Theme.size(5)
                width: Theme.hairline
            }
            BodyText {
                color: Theme.soft
                font.pixelSize: Theme.size(12)
                text: root.labels[mark.index]
                visible: root.isShown(mark.index)
                x: Math.round(Math.max(-mark.x, Math.min(root.width - mark.x - width, -width / 2)))
                y: Theme.size(5)
            }
        }
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.size(12)
        text: root.unit
        x: root.width + Theme.gap
        y: Theme.size(5)
    }
}
