// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The state as a word, a shape and a place: flat on the left with an arrow to the right, sharp on the right with an arrow
// to the left, in tune in the middle with a check mark; for a string of an instrument also which way to turn. For an
// ended note: that it is the last one.
Item {
    id: root

    required property TunerModel tuner
    required property color stateColor
    property string stringName // of the string that sounds or is locked, "E2 E3" of a course; empty: none is known

    readonly property bool isGhost: tuner.presence === TunerModel.Ghost
    readonly property bool isFlat: tuner.tuning === TunerModel.Flat
    readonly property bool isSharp: tuner.tuning === TunerModel.Sharp
    readonly property real inset: Math.max(0, Math.min(width * 0.25, height * 5, (width - row.width) / 2))
    readonly property bool isString: stringName.split(" ").includes(tuner.noteName) // of the open one, not of a fret

    Row {
        id: row

        height: parent.height
        layoutDirection: root.isSharp ? Qt.RightToLeft : Qt.LeftToRight
        spacing: Math.round(root.height * 0.3)
        visible: root.isGhost || root.tuner.tuning !== TunerModel.None
        x: Math.round(root.width / 2 - width / 2 + (root.isFlat ? -root.inset : root.isSharp ? root.inset : 0))

        BodyText {
            color: root.isGhost ? Theme.ghost : root.stateColor
            font.pixelSize: Math.round(root.height * 0.72)
            font.weight: root.isGhost ? Font.Normal : Font.DemiBold
            height: parent.height
            objectName: "word"
            text: root.isGhost ? qsTr("Last note") : root.isFlat ? (root.isString ? qsTr("Flat, tune up") : qsTr("Flat")) : root.isSharp ? (root.isString ? qsTr("Sharp, tune down") : qsTr("Sharp")) : qsTr("In tune")
        }
        IconItem {
            anchors.verticalCenter: parent.verticalCenter
            color: root.stateColor
            height: Math.round(root.height * 0.72)
            icon: root.isFlat ? IconItem.Right : root.isSharp ? IconItem.Left : IconItem.Check
            visible: !root.isGhost
            width: height
        }
    }
}
