// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The length of the strings, typed or as usual.
Column {
    id: root

    required property IntonationModel helper

    spacing: Theme.gap
    width: parent ? parent.width : 0

    Caption {
        text: qsTr("Scale length: twice the way from the nut to the 12th fret")
    }
    NumberField {
        factor: 10
        higherName: qsTr("One millimetre longer")
        lowerName: qsTr("One millimetre shorter")
        maximum: root.helper.maxScaleMm
        minimum: root.helper.minScaleMm
        name: qsTr("Scale length in millimetres")
        number: root.helper.scaleMm
        objectName: "scaleLength"
        unit: qsTr("mm")
        width: parent.width

        onCommitted: number => root.helper.scaleMm = number
    }
    Flow {
        spacing: Theme.gap
        width: parent.width

        Repeater {
            model: root.helper.presets

            PushButton {
                required property int index
                required property string modelData

                isPrimary: index === root.helper.preset
                objectName: "scalePreset" + index
                text: modelData

                onClicked: root.helper.choosePreset(index)
            }
        }
    }
}
