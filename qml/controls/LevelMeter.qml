// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// Level and peak in dBFS. The bar is the level, the thin mark the held peak; too quiet and clipping are also shown as
// words.
Item {
    id: root

    required property LevelModel level
    property bool isCompact: false

    readonly property string hintText: level.hint === LevelModel.Clips ? qsTr("Clips. Turn the input down.") : level.hint === LevelModel.TooQuiet ? qsTr("Too quiet") : ""
    readonly property color readingColor: level.isClipping ? Theme.warning : Theme.text

    Accessible.name: level.isActive ? qsTr("Level %1 dBFS. %2").arg(level.rmsText).arg(hintText) : qsTr("Level: no signal")
    Accessible.role: Accessible.Indicator
    implicitHeight: isCompact ? Theme.size(22) : Theme.size(64)

    BodyText {
        color: root.level.isClipping ? Theme.warning : Theme.soft
        elide: Text.ElideRight
        font.pixelSize: Theme.smallText
        height: Theme.size(20)
        objectName: "caption"
        text: root.hintText.length > 0 ? root.hintText : qsTr("Level")
        visible: !root.isCompact
        width: parent.width - reading.width - Theme.gap
    }
    Row {
        id: reading

        anchors.right: parent.right
        spacing: Theme.size(4)
        y: root.isCompact ? Math.round((root.height - height) / 2) : 0

        NumberCells {
            color: root.readingColor
            fractionCells: 1
            height: Theme.size(20)
            integerCells: 3
            opacity: root.level.isActive ? 1 : 0 // keeps its room
            pixelSize: Theme.smallText
            text: root.level.rmsText
        }
        BodyText {
            color: root.level.isClipping ? Theme.warning : Theme.soft
            font.pixelSize: Theme.smallText
            height: Theme.size(20)
            text: root.isCompact && root.level.isClipping ? qsTr("clips") : qsTr("dBFS")
        }
    }
    Item {
        id: meter

        height: root.isCompact ? Theme.size(8) : Theme.size(12)
        width: root.isCompact ? parent.width - reading.width - Theme.size(12) : parent.width
        y: root.isCompact ? Math.round((root.height - height) / 2) : Theme.size(26)

        Rectangle {
            anchors.fill: parent
            color: Theme.pressed
            radius: height / 2
        }
        Rectangle {
            color: root.level.isClipping ? Theme.warning : Theme.trace
            height: parent.height
            objectName: "bar"
            radius: height / 2
            visible: root.level.rmsPosition > 0
            width: Math.max(height, root.level.rmsPosition * parent.width)
        }
        Rectangle {
            color: root.readingColor
            height: parent.height + Theme.size(4)
            objectName: "held"
            radius: width / 2
            visible: root.level.heldPosition > 0
            width: Theme.size(2)
            x: root.level.heldPosition * (parent.width - width)
            y: -Theme.size(2)
        }
    }
    Repeater {
        model: root.isCompact ? [] : [-60, -40, -20, 0]

        BodyText {
            required property int modelData

            color: Theme.soft
            font.pixelSize: Theme.size(12)
            text: modelData < 0 ? "\u2212" + -modelData : "0"
            x: Math.round(Math.max(0, Math.min(meter.width - width, (1 + modelData / 60) * meter.width - width / 2)))
            y: Theme.size(44)
        }
    }
}
