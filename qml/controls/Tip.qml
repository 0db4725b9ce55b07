// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Theme

// A tooltip that names the key as well: "Choose an input (D)". It goes by itself.
T.ToolTip {
    id: root

    property string key
    property bool isWanted: false

    delay: 600
    implicitHeight: label.implicitHeight + topPadding + bottomPadding
    implicitWidth: label.implicitWidth + leftPadding + rightPadding
    margins: Theme.gap
    padding: Theme.gap
    timeout: 6000
    visible: isWanted
    x: parent ? (parent.width - implicitWidth) / 2 : 0
    y: -implicitHeight - Theme.gap

    background: Rectangle {
        border.color: Theme.line
        border.width: Theme.hairline
        color: Theme.raised
        radius: Theme.radius / 2
    }
    contentItem: BodyText {
        id: label

        font.pixelSize: Theme.smallText
        text: root.key.length > 0 ? qsTr("%1 (%2)").arg(root.text).arg(root.key) : root.text
    }
}
