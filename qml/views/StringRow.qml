// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// One string of a strum: its number and note, a needle from -50 to 50 cents as wide as the uncertainty, and the
// cents. A check mark means in tune; a string that did not sound has an empty scale.
Item {
    id: root

    required property int number
    required property string name
    required property bool isHeard
    required property double cents
    required property double sigmaCents
    required property string centsText
    required property int tuning
    required property string spoken

    readonly property bool isInTune: tuning === PolyStrum.InTune
    readonly property color stateColor: isInTune ? Theme.inTune : tuning === PolyStrum.Flat ? Theme.flat : tuning === PolyStrum.Sharp ? Theme.sharp : Theme.soft
    readonly property int nameText: Math.round(Math.max(Theme.size(17), Math.min(height * 0.5, width * 0.06)))
    readonly property int sideWidth: Math.round(nameText * 2.9)

    Accessible.name: spoken
    Accessible.role: Accessible.ListItem

    BodyText {
        id: numberText

        color: Theme.ghost
        font.pixelSize: Math.max(Theme.smallText, Math.round(root.nameText * 0.55))
        text: root.number
        y: Math.round((root.height - height) / 2)
    }
    BodyText {
        color: root.isHeard ? Theme.text : Theme.ghost
        font.pixelSize: root.nameText
        font.weight: Font.DemiBold
        text: root.name
        x: Math.round(root.nameText * 0.8)
        y: Math.round((root.height - height) / 2)
    }
    Item {
        id: scale

        readonly property real pixelsPerCent: width / 104
        readonly property real needleX: width / 2 + Math.max(-50, Math.min(50, root.cents)) * pixelsPerCent

        height: Math.round(root.height * 0.62)
        width: root.width - x - root.sideWidth
        x: root.sideWidth
        y: Math.round((root.height - height) / 2)

        Rectangle {
            color: Theme.line
            height: Theme.hairline
            width: parent.width
            y: Math.round(parent.height / 2)
        }
        Rectangle {
            border.color: root.isInTune ? Theme.inTune : Theme.tick
            border.width: Theme.size(root.isInTune ? 2 : 1)
            color: "transparent"
            height: parent.height
            radius: Theme.size(4)
            width: Math.round(Math.max(Theme.size(14), 5 * scale.pixelsPerCent + Theme.size(8)))
            x: Math.round((parent.width - width) / 2)
        }
        Rectangle {
            color: root.stateColor
            height: parent.height
            objectName: "spread"
            opacity: 0.34
            radius: Math.min(width / 2, Theme.size(4))
            visible: root.isHeard && width > needle.width
            width: Math.min(2 * root.sigmaCents * scale.pixelsPerCent, parent.width)
            x: scale.needleX - width / 2
        }
        Rectangle {
            id: needle

            color: root.stateColor
            height: parent.height
            objectName: "needle"
            radius: width / 2
            visible: root.isHeard
            width: Theme.size(5)
            x: scale.needleX - width / 2
        }
    }
    IconItem {
        color: root.stateColor
        height: Math.round(root.nameText * 0.7)
        icon: IconItem.Check
        visible: root.isInTune
        width: height
        x: root.width - root.sideWidth + Theme.gap
        y: Math.round((root.height - height) / 2)
    }
    BodyText {
        color: root.isHeard ? root.stateColor : Theme.ghost
        font.pixelSize: Math.round(root.nameText * 0.78)
        objectName: "cents"
        text: root.isHeard ? root.centsText : "\u2013"
        x: root.width - width
        y: Math.round((root.height - height) / 2)
    }
}
