// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Loudness as numbers, and with more room its scale, the choice of scale and unit, the pause of the integration, range
// and maxima.
Item {
    id: root

    required property CaptureController controller
    required property MetersModel meters
    property bool hasScale: true
    property real numbersWidth: width // of the three numbers; beside them there may be something else
    property bool isGrabbing: false // a picture is made, which leaves out the buttons

    readonly property bool isWide: width >= Theme.size(600)

    implicitHeight: numbers.height + (hasScale ? Math.max(detail.y + detail.height, buttons.y + buttons.height) - numbers.height : 0)

    LoudnessNumbers {
        id: numbers

        meters: root.meters
        width: root.numbersWidth
    }
    LoudnessBar {
        id: scale

        loudness: root.meters.loudness
        visible: root.hasScale
        width: parent.width - (root.isWide ? buttons.width + Theme.margin : 0)
        y: numbers.height + Theme.gap
    }
    BodyText {
        id: detail

        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: Theme.soft
        font.pixelSize: Theme.smallText
        height: implicitHeight
        objectName: "loudnessDetail"
        text: root.meters.loudness.detailText
        visible: root.hasScale
        width: scale.width
        wrapMode: Text.Wrap
        y: scale.y + scale.height + Theme.size(2)
    }
    Row {
        id: buttons

        anchors.right: parent.right
        opacity: root.isGrabbing ? 0 : 1
        spacing: Theme.size(4)
        visible: root.hasScale
        y: root.isWide ? scale.y - Theme.size(6) : detail.y + detail.height + Theme.size(4)

        BarButton {
            name: qsTr("Loudness scale: %1. Choose the other one").arg(root.meters.loudness.scaleName)
            objectName: "loudnessScale"
            text: root.meters.loudness.scaleName

            onClicked: root.meters.loudness.chooseScale()
        }
        BarButton {
            name: root.meters.loudness.unit === "LU" ? qsTr("Loudness in LU above \u221223 LUFS. Show LUFS") : qsTr("Loudness in LUFS. Show LU above \u221223 LUFS")
            objectName: "loudnessUnit"
            text: root.meters.loudness.unit
            width: Math.max(Theme.target, implicitWidth)

            onClicked: root.meters.loudness.chooseUnit()
        }
        BarButton {
            isAccented: !root.meters.loudness.isIntegrating
            key: root.controller.host.actions.of(AppAction.PauseLoudness).key
            name: root.meters.loudness.isIntegrating ? qsTr("Pause integrated loudness, range and maxima") : qsTr("Resume integrated loudness, range and maxima")
            objectName: "pauseLoudness"
            text: root.meters.loudness.isIntegrating ? qsTr("Pause") : qsTr("Resume")

            onClicked: root.meters.loudness.isIntegrating = !root.meters.loudness.isIntegrating
        }
    }
}
