// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The analysed channel of the present input, or the mean of all. Up to four are shown side by side, more are typed.
Column {
    id: root

    required property InputChoice inputs

    readonly property int count: inputs.channelCount
    readonly property bool isTyped: count >= inputs.channelTexts.length

    spacing: Theme.gap
    visible: count > 1
    width: parent ? parent.width : 0

    Caption {
        text: qsTr("Analysed channel")
    }
    Segments {
        Accessible.name: qsTr("Channel")
        currentIndex: root.isTyped ? (root.inputs.channel === 0 ? 1 : 0) : (root.inputs.channel === 0 ? root.count : root.inputs.channel - 1)
        objectName: "channels"
        spacing: Theme.size(4)
        texts: root.inputs.channelTexts
        width: parent.width

        onChosen: index => root.inputs.chooseChannel(root.isTyped ? 1 - index : index < root.count ? index + 1 : 0)
    }
    NumberField {
        factor: 1
        higherName: qsTr("Next channel")
        lowerName: qsTr("Previous channel")
        maximum: root.count
        minimum: 1
        name: qsTr("Channel")
        number: Math.max(1, root.inputs.channel)
        objectName: "channelNumber"
        unit: qsTr("of %1").arg(root.count)
        visible: root.isTyped && root.inputs.channel > 0
        width: parent.width

        onCommitted: number => root.inputs.chooseChannel(number)
    }
}
