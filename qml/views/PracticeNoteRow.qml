// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// One note of a session: name, mean and length in the first line, everything else below.
Item {
    id: root

    required property string name
    required property string centsText
    required property int tuning
    required property string lengthText
    required property string detail
    required property string spoken

    Accessible.name: spoken
    Accessible.role: Accessible.ListItem
    implicitHeight: detailText.y + detailText.height + Theme.gap

    BodyText {
        id: nameText

        font.pixelSize: Theme.size(19)
        font.weight: Font.DemiBold
        text: root.name
        width: Theme.size(64)
        y: Theme.size(6)
    }
    BodyText {
        anchors.baseline: nameText.baseline
        color: root.tuning === 0 ? Theme.inTune : root.tuning < 0 ? Theme.flat : Theme.sharp
        font.weight: Font.DemiBold
        text: qsTr("%1 cents").arg(root.centsText)
        x: nameText.width
    }
    BodyText {
        anchors.baseline: nameText.baseline
        anchors.right: parent.right
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.lengthText
    }
    BodyText {
        id: detailText

        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.detail
        width: parent.width
        wrapMode: Text.Wrap
        y: nameText.y + nameText.height + Theme.size(2)
    }
    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.line
        height: Theme.hairline
        width: parent.width
    }
}
