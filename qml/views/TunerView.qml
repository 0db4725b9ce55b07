// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The tuner beside waveform and level if the view is wide; on a phone the tuner above a strip of both; if neither
// fits, only the tuner.
Item {
    id: root

    required property CaptureController controller

    readonly property bool hasStrip: !controller.host.views.isSplit && height >= Theme.size(340) && controller.host.displays.current !== DisplayChoice.Projector
    readonly property bool isNarrow: width < Theme.size(480) // an accidental would be under the mark of a stretch
    readonly property real tunerTop: courseText.visible ? courseText.y + courseText.height : strings.y + strings.height
    readonly property bool isWide: hasStrip && width >= Theme.size(600) && width > 1.3 * height

    StringBar {
        id: strings

        instrument: root.controller.readings.instrument
        width: tuner.width - 2 * Theme.gap
        x: Theme.gap
        y: visible ? Theme.gap : 0
    }
    CourseModel {
        id: course

        controller: root.controller
        isActive: root.visible && root.hasStrip
    }
    BodyText {
        id: courseText

        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: Theme.soft
        elide: Text.ElideRight
        font.pixelSize: Theme.smallText
        height: visible ? Theme.size(root.isNarrow ? 34 : 20) : 0
        horizontalAlignment: Text.AlignHCenter
        maximumLineCount: 2
        objectName: "courseText"
        text: course.text
        visible: course.hasCourses && root.hasStrip
        width: strings.width
        wrapMode: Text.Wrap
        x: strings.x
        y: strings.y + strings.height - Theme.gap
    }
    TunerPanel {
        id: tuner

        controller: root.controller
        height: (root.isWide || !root.hasStrip ? root.height : strip.y) - y
        objectName: "tuner"
        width: root.isWide ? Math.round(root.width * 0.6) : root.width
        y: root.tunerTop + (mark.visible && root.isNarrow ? Theme.size(28) : 0)
    }
    BarButton {
        id: mark

        isFrameless: true
        name: qsTr("A piano's stretch is in force. Open it")
        objectName: "stretchMark"
        text: qsTr("Stretch %1").arg(root.controller.readings.piano.octaveName)
        textColor: Theme.soft
        visible: root.controller.readings.piano.isInForce && root.hasStrip
        x: tuner.width - width - Theme.gap
        y: root.tunerTop

        onClicked: root.controller.host.actions.of(AppAction.Piano).trigger(focusReason)
    }
    Rectangle {
        color: Theme.line
        height: root.height - 2 * Theme.margin
        visible: root.isWide
        width: Theme.hairline
        x: tuner.width
        y: Theme.margin
    }
    Item {
        id: strip

        readonly property int inset: Theme.size(root.isWide ? 24 : 16)

        height: root.isWide ? root.height : Math.round(Math.max(Theme.size(84), root.height * 0.18))
        visible: root.hasStrip
        width: root.isWide ? root.width - tuner.width : root.width
        x: root.isWide ? tuner.width : 0
        y: root.height - height

        Waveform {
            height: level.y - y - Theme.size(root.isWide ? 20 : 4)
            isCompact: !root.isWide
            model: root.controller.readings.waveform
            width: parent.width - 2 * strip.inset
            x: strip.inset
            y: root.isWide ? Theme.size(20) : 0
        }
        LevelMeter {
            id: level

            isCompact: !root.isWide
            level: root.controller.readings.level
            width: parent.width - 2 * strip.inset
            x: strip.inset
            y: parent.height - height - Theme.size(root.isWide ? 12 : 6)
        }
    }
    PictureExport {
        controller: root.controller
        isMain: !root.controller.host.views.isSplit
    }
}
