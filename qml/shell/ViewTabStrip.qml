// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// The tabs outside of the bar: in one row above the view, in two where they would be too narrow to read, or in a column
// beside it that scrolls to the current one.
Flickable {
    id: root

    required property ViewRegistry views
    property bool isVertical: false
    property int room: width // for the rows

    readonly property int perRow: room / views.count - tabs.spacing >= Theme.size(64) ? views.count : Math.ceil(views.count / 2)

    function showCurrent(): void {
        const top = views.currentIndex * (Theme.target + tabs.spacing);
        contentY = Math.max(0, Math.min(contentHeight - height, Math.max(top + Theme.target - height, Math.min(contentY, top))));
    }

    boundsBehavior: Flickable.StopAtBounds
    clip: interactive
    contentHeight: tabs.height
    contentWidth: tabs.width
    implicitHeight: tabs.height
    implicitWidth: tabs.width
    interactive: contentHeight > height

    onContentHeightChanged: showCurrent()
    onHeightChanged: showCurrent()

    Connections {
        function onCurrentIndexChanged(): void {
            root.showCurrent();
        }

        target: root.views
    }
    ViewTabs {
        id: tabs

        isVertical: root.isVertical
        perRow: root.perRow
        room: root.room
        tabWidth: root.isVertical ? Theme.size(64) : Math.min(Theme.size(140), root.room / root.perRow - spacing)
        views: root.views
    }
}
