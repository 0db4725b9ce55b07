// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// Ten by eight divisions with their numbers below and at the left; for XY a square with its axes.
Item {
    id: root

    required property list<string> timeLabels
    required property list<string> levelLabels
    required property string unit
    property bool isXy: false
    property bool hasNumbers: true

    readonly property real columnWidth: width / 10
    readonly property int everyNth: columnWidth < Theme.size(44) ? 5 : 1

    Rectangle {
        anchors.fill: parent
        border.color: Theme.line
        border.width: Theme.hairline
        color: "transparent"
    }
    Repeater {
        model: root.isXy ? 0 : 9

        Rectangle {
            required property int index

            color: index === 4 ? Theme.tick : Theme.line
            height: root.height
            opacity: index === 4 ? 0.6 : 1
            width: Theme.hairline
            x: Math.round((index + 1) * root.width / 10)
        }
    }
    Repeater {
        model: root.isXy ? 0 : 7

        Rectangle {
            required property int index

            color: index === 3 ? Theme.tick : Theme.line
            height: Theme.hairline
            opacity: index === 3 ? 0.6 : 1
            width: root.width
            y: Math.round((index + 1) * root.height / 8)
        }
    }
    Repeater {
        model: root.isXy ? 2 : 0

        Rectangle {
            required property int index

            color: Theme.line
            height: index === 0 ? root.height : Theme.hairline
            width: index === 0 ? Theme.hairline : root.width
            x: index === 0 ? Math.round(root.width / 2) : 0
            y: index === 0 ? 0 : Math.round(root.height / 2)
        }
    }
    Repeater {
        model: root.hasNumbers && !root.isXy ? root.timeLabels.length : 0

        BodyText {
            required property int index

            color: Theme.soft
            font.pixelSize: Theme.size(11)
            text: index === root.timeLabels.length - 1 ? root.timeLabels[index] + "\u00a0" + root.unit : root.timeLabels[index]
            visible: index % root.everyNth === 0
            x: Math.round(index === root.timeLabels.length - 1 ? root.width - width : Math.max(0, index * root.columnWidth - width / 2))
            y: root.height + Theme.size(3)
        }
    }
    Repeater {
        model: root.hasNumbers && !root.isXy ? root.levelLabels.length : 0

        BodyText {
            required property int index

            color: Theme.soft
            font.pixelSize: Theme.size(11)
            text: root.levelLabels[index]
            visible: index % (root.height < Theme.size(130) ? 4 : root.height < Theme.size(200) ? 2 : 1) === 0
            x: -width - Theme.size(5)
            y: Math.round(Math.max(0, Math.min(root.height - height, index * root.height / 8 - height / 2)))
        }
    }
}
