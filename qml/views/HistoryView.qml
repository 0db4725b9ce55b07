// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Pitch, level and loudness over up to an hour: the lanes, what is under the cursor, and how long a time is shown.
Item {
    id: root

    required property CaptureController controller

    readonly property int inset: width < Theme.size(600) ? Theme.gap : Theme.size(24)
    readonly property bool isShort: height < Theme.size(300)
    readonly property bool isShown: !controller.run.isProblem || history.hasValues

    objectName: "history"

    HistoryViewModel {
        id: history

        controller: root.controller
        isActive: root.visible
    }
    ViewBar {
        id: tools

        anchors.right: parent.right
        anchors.rightMargin: root.inset - Theme.gap
        controller: root.controller
        tools: history.tools
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
        maximumLineCount: 2
        objectName: "historyReadout"
        text: history.hasCursor ? (history.cursorDetail === "" ? history.cursorText : history.cursorText + "\n" + history.cursorDetail) : history.isLive ? "" : history.placeText
        verticalAlignment: Text.AlignVCenter
        visible: root.isShown
        width: root.width - 2 * root.inset - (isBelow ? 0 : tools.width)
        x: root.inset
        y: isBelow ? tools.y + tools.height : tools.y
    }
    HistoryPane {
        height: bottom.y - y - Theme.size(4)
        history: history
        objectName: "historyPane"
        visible: root.isShown
        width: root.width - 2 * root.inset
        x: root.inset
        y: readout.y + readout.height
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.size(17)
        horizontalAlignment: Text.AlignHCenter
        text: qsTr("Play or speak. Pitch, level and loudness of the last hour appear here.")
        visible: root.isShown && !history.hasValues
        width: Math.min(root.width - 2 * root.inset, Theme.size(460))
        wrapMode: Text.Wrap
        x: Math.round((root.width - width) / 2)
        y: Math.round((bottom.y - height) / 2)
    }
    Row {
        id: bottom

        readonly property bool isTiny: root.width < Theme.size(280) // three are wide enough to hit
        readonly property var spans: isTiny ? [60, 600, 3600] : [10, 60, 600, 3600]
        opacity: root.controller.viewExport.isGrabbing ? 0 : 1

        spacing: Theme.gap
        visible: root.isShown
        x: Math.round((root.width - width) / 2)
        y: root.height - height - Theme.size(root.isShort ? 2 : 8)

        Segments {
            Accessible.name: qsTr("Time shown")
            currentIndex: bottom.spans.indexOf(Math.round(history.spanS))
            objectName: "historySpans"
            spacing: Theme.size(4)
            texts: bottom.isTiny ? [qsTr("1 min"), qsTr("10 min"), qsTr("1 h")] : [qsTr("10 s"), qsTr("1 min"), qsTr("10 min"), qsTr("1 h")]
            width: Math.min(Theme.size(360), root.width - 2 * root.inset - live.width - bottom.spacing)

            onChosen: index => history.setSpan(bottom.spans[index])
        }
        PushButton {
            id: live

            enabled: !history.isLive
            isPrimary: !history.isLive
            objectName: "historyLive"
            text: qsTr("Live")

            onClicked: history.goLive()
        }
    }
    StatusPanel {
        anchors.fill: parent
        anchors.margins: Theme.margin
        controller: root.controller
        visible: !root.isShown
    }
}
