// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// The labels along a meter; labels that would touch their right neighbour are left out, but for that of the reference.
Item {
    id: root

    required property list<real> positions
    required property list<string> labels
    required property string unit
    property real reference: -1 // of the mark whose label always stands, if there is a mark

    readonly property int labelWidth: Theme.size(30)

    function isShown(index: int): bool {
        let fixed = -Infinity;
        for (let i = 0; i < labels.length; ++i) {
            if (Math.abs(positions[i] - reference) < 1e-6)
                fixed = positions[i] * width;
        }
        let edge = Infinity;
        for (let i = labels.length - 1; i >= index; --i) {
            const place = positions[i] * width;
            const isNear = edge - place < labelWidth || Math.abs(place - fixed) < labelWidth;
            if (place !== fixed && isNear)
                continue;
            edge = place;
            if (i === index)
                return true;
        }
        return false;
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
