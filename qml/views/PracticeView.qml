// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A practice session: how it went in a line, the chart by note or over time, the notes themselves (beside the chart where
// there is room), and what can be done with it.
Item {
    id: root

    required property CaptureController controller

    readonly property PracticeModel practice: controller.practice
    readonly property bool isWide: width >= Theme.size(860)
    readonly property bool isShort: height < Theme.size(300)
    readonly property bool isProblem: controller.run.isProblem && !practice.hasNotes
    readonly property int inset: width < Theme.size(600) ? Theme.margin : Theme.size(24)
    readonly property int listWidth: Math.round(Math.min(Theme.size(420), width * 0.36))
    readonly property bool isList: kinds.currentIndex === 2 && !isWide
    readonly property real bodyTop: kinds.visible ? kinds.y + kinds.height + Theme.gap : head.y + head.height

    objectName: "practice"

    Column {
        id: head

        visible: root.practice.hasNotes
        width: root.width - 2 * root.inset
        x: root.inset
        y: Theme.size(root.isShort ? 2 : 10)

        BodyText {
            Accessible.name: text
            Accessible.role: Accessible.Heading
            font.pixelSize: root.width < Theme.size(500) ? Theme.size(16) : Theme.titleText
            font.weight: Font.DemiBold
            objectName: "headline"
            text: root.practice.headline
            width: parent.width
            wrapMode: Text.Wrap
        }
        BodyText {
            color: Theme.soft
            font.pixelSize: Theme.smallText
            objectName: "practiceDetail"
            text: root.practice.detail
            visible: text !== "" && !root.isShort
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
    Segments {
        id: kinds

        property int wanted: 0

        Accessible.name: qsTr("Chart")
        currentIndex: Math.min(wanted, texts.length - 1)
        objectName: "practiceKinds"
        spacing: Theme.gap
        texts: root.isWide ? [qsTr("By note"), qsTr("Over time")] : [qsTr("By note"), qsTr("Over time"), qsTr("List")]
        visible: root.practice.hasNotes
        width: Math.min(head.width, Theme.size(420))
        x: root.inset
        y: head.y + head.height + Theme.size(root.isShort ? 2 : 8)

        onChosen: index => wanted = index
    }
    PracticeChartView {
        height: buttons.y - y - Theme.gap
        isOverTime: kinds.currentIndex === 1
        practice: root.practice
        visible: root.practice.hasNotes && !root.isList
        width: root.width - 2 * root.inset - (root.isWide ? root.listWidth + Theme.size(24) : 0)
        x: root.inset
        y: root.bodyTop
    }
    PracticeNoteList {
        height: buttons.y - y - Theme.gap
        objectName: "practiceNotes"
        practice: root.practice
        visible: root.practice.hasNotes && (root.isWide || root.isList)
        width: root.isWide ? root.listWidth : root.width - 2 * root.inset
        x: root.width - root.inset - width
        y: root.bodyTop
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: Theme.soft
        font.pixelSize: root.isShort ? Theme.bodyText : Theme.size(17)
        horizontalAlignment: Text.AlignHCenter
        objectName: "practiceHint"
        text: root.practice.isRunning ? qsTr("Play. Each note appears here when it has ended.") : qsTr("Press Start below and play. Each note is measured: how far off it is, how steady, its attack and its vibrato.")
        visible: !root.practice.hasNotes && !root.isProblem
        width: Math.min(root.width - 2 * root.inset, Theme.size(460))
        wrapMode: Text.Wrap
        x: Math.round((root.width - width) / 2)
        y: Math.round((buttons.y - height) / 2)
    }
    StatusPanel {
        controller: root.controller
        height: buttons.y - 2 * Theme.gap
        visible: root.isProblem
        width: root.width - 2 * root.inset
        x: root.inset
        y: Theme.gap
    }
    Row {
        id: buttons

        spacing: Theme.gap
        x: Math.round((root.width - width) / 2)
        y: root.height - height - Theme.gap

        PushButton {
            isPrimary: true
            objectName: "practiceRun"
            text: root.practice.isRunning ? qsTr("Stop") : root.practice.hasNotes ? qsTr("Go on") : qsTr("Start")

            onClicked: root.practice.toggle()
        }
        PushButton {
            objectName: "practiceClear"
            text: qsTr("Clear")
            visible: root.practice.hasNotes

            onClicked: root.practice.clear()
        }
        PushButton {
            objectName: "practiceUndo"
            text: qsTr("Undo")
            visible: root.practice.canUndo

            onClicked: root.practice.undo()
        }
        PushButton {
            objectName: "practiceFilesButton"
            text: qsTr("Files")

            onClicked: root.practice.files.request()
        }
    }
    PictureExport {
        controller: root.controller
    }
}
