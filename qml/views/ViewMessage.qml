// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// What became of an export, beside the tool bar of its view. It goes by itself, or by a tap.
Rectangle {
    id: root

    required property ViewExport exports
    required property ViewTools tools
    required property real room
    property bool isAbove: false // the bar, else below it

    readonly property bool isShown: exports.message.length > 0 && exports.tools === tools

    border.color: exports.isProblem ? Theme.warning : Theme.line
    border.width: Theme.hairline
    color: Theme.raised
    height: label.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    visible: isShown
    width: label.width + 2 * Theme.gap
    x: parent.width - width
    y: isAbove ? -height - Theme.gap : parent.height + Theme.gap

    BodyText {
        id: label

        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: root.exports.isProblem ? Theme.warning : Theme.text
        font.pixelSize: Theme.smallText
        objectName: "viewMessage"
        text: root.exports.message
        width: Math.min(Math.ceil(natural.advanceWidth) + 1, root.room - 2 * Theme.gap)
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        x: Theme.gap
        y: Theme.gap
    }
    TextMetrics {
        id: natural

        font: label.font
        text: label.text
    }
    TapHandler {
        onTapped: root.exports.dismiss()
    }
    Timer {
        interval: root.exports.isProblem ? 20000 : 8000
        running: root.isShown

        onTriggered: root.exports.dismiss()
    }
}
