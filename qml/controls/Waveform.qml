// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// The waveform: one line on a quiet background, which stands still while a note is held.
Item {
    id: root

    required property WaveformModel model
    property bool isCompact: false
    property real lineWidth: Theme.size(2)

    Accessible.name: qsTr("Waveform")
    Accessible.role: Accessible.Graphic

    Rectangle {
        anchors.left: parent.left
        anchors.right: parent.right
        color: Theme.line
        height: Theme.hairline
        y: Math.round(trace.y + trace.height / 2)
    }
    WaveformItem {
        id: trace

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: root.isCompact ? 0 : Theme.size(24)
        color: Theme.trace
        lineWidth: root.lineWidth
        model: root.model
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        height: Theme.size(20)
        text: qsTr("Waveform")
        visible: !root.isCompact
    }
    BodyText {
        anchors.right: parent.right
        color: Theme.soft
        font.pixelSize: Theme.smallText
        height: Theme.size(20)
        text: root.model.gainText.length > 0 ? root.model.gainText + "  \u00b7  " + root.model.spanText : root.model.spanText
        visible: !root.isCompact
    }
}
