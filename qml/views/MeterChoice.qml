// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The choice of the meter's standard, and a button that restarts the long measurements.
Column {
    id: root

    required property CaptureController controller
    required property MetersModel meters

    readonly property bool isNarrow: width < Theme.size(400) // the buttons have a row of their own

    spacing: Theme.gap

    Segments {
        currentIndex: root.meters.variant
        objectName: "meterVariants"
        spacing: Theme.size(4)
        texts: root.meters.variants
        visible: root.meters.variants.length > 0
        width: parent.width

        onChosen: index => root.meters.chooseVariant(index)
    }
    Flow {
        spacing: Theme.gap
        width: parent.width

        Segments {
            currentIndex: root.meters.family
            objectName: "meterFamilies"
            spacing: Theme.size(4)
            texts: root.meters.families
            width: parent.width - (root.isNarrow ? 0 : level.width + reset.width + 2 * parent.spacing)

            onChosen: index => root.meters.chooseFamily(index)
        }
        PushButton {
            id: level

            objectName: "soundLevelButton"
            text: qsTr("SPL")

            onClicked: root.controller.host.actions.of(AppAction.SoundLevel).trigger(Qt.MouseFocusReason)
        }
        PushButton {
            id: reset

            objectName: "resetMeters"
            text: qsTr("Reset")

            onClicked: root.meters.reset()
        }
    }
}
