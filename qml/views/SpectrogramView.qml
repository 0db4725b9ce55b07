// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The spectrogram of the last ten minutes: the picture with its scales, what is under the cursor, and how it is made.
Item {
    id: root

    required property CaptureController controller

    readonly property int inset: width < Theme.size(600) ? Theme.gap : Theme.size(24)
    readonly property bool isShown: !controller.run.isProblem || spectrogram.hasValues

    objectName: "spectrogramView"

    SpectrogramViewModel {
        id: spectrogram

        controller: root.controller
        isActive: root.visible
    }
    ViewBar {
        id: tools

        anchors.right: parent.right
        anchors.rightMargin: root.inset - Theme.gap
        controller: root.controller
        tools: spectrogram.tools
        view: root
        visible: root.isShown
        y: Theme.size(4)
    }
    BodyText {
        id: readout

        readonly property bool isBelow: root.width < Theme.size(600) && root.height >= Theme.size(400)

        Accessible.name: text
        Accessible.role: Accessible.StaticText
        elide: Text.ElideRight
        font.pixelSize: Theme.smallText
        height: Theme.target
        objectName: "spectrogramReadout"
        text: spectrogram.hasCursor ? spectrogram.cursorText : spectrogram.isLive ? "" : spectrogram.placeText
        verticalAlignment: Text.AlignVCenter
        visible: root.isShown
        width: root.width - 2 * root.inset - (isBelow ? 0 : tools.width)
        x: root.inset
        y: isBelow ? tools.y + tools.height : tools.y
    }
    SpectrogramPane {
        height: options.y - y - Theme.size(4)
        objectName: "spectrogramPane"
        spectrogram: spectrogram
        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: readout.y + readout.height
    }
    SpectrogramOptions {
        id: options

        isShort: root.height < Theme.size(300)
        spectrogram: spectrogram
        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: root.height - height - Theme.size(isShort ? 2 : 8)
    }
    StatusPanel {
        anchors.fill: parent
        anchors.margins: Theme.margin
        controller: root.controller
        visible: !root.isShown
    }
}
