// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The chart of a session. Where its rows need more room they scroll, by hand, wheel or the arrow keys; the head stays.
Item {
    id: root

    required property PracticeModel practice
    property bool isOverTime: false

    Accessible.name: practice.headline
    Accessible.role: Accessible.Graphic
    activeFocusOnTab: view.interactive

    Keys.onDownPressed: view.contentY = Math.max(0, Math.min(view.contentY + Theme.target, view.contentHeight - view.height))
    Keys.onUpPressed: view.contentY = Math.max(0, view.contentY - Theme.target)

    PracticeChart {
        id: chart

        anchors.fill: parent
        anchors.rightMargin: view.interactive ? Theme.margin : 0
        family: Theme.family
        flat: Theme.flat
        ground: Theme.ground
        inTune: Theme.inTune
        isOverTime: root.isOverTime
        line: Theme.line
        objectName: "practiceChart"
        offset: root.isOverTime ? 0 : view.contentY
        practice: root.practice
        sharp: Theme.sharp
        soft: Theme.soft
        text: Theme.text
        textSize: Theme.smallText
    }
    Flickable {
        id: view

        T.ScrollBar.vertical: T.ScrollBar {
            id: bar

            implicitWidth: Theme.gap
            minimumSize: 0.1
            padding: Theme.size(2)
            policy: T.ScrollBar.AlwaysOn
            visible: view.interactive

            contentItem: Rectangle {
                color: bar.pressed ? Theme.soft : Theme.tick
                radius: width / 2
            }
        }
        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        contentHeight: chart.rowsHeight
        contentWidth: width
        interactive: !root.isOverTime && contentHeight > height
        objectName: "practiceScroll"
    }
    FocusRing {
        isShown: root.activeFocus
    }
}
