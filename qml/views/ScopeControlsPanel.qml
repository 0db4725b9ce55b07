// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// All controls of the scope: in as many rows as there is room for, else in one row that scrolls sideways.
Flickable {
    id: root

    required property ScopeModel scope
    property bool isOneRow: false

    readonly property int perRow: Math.max(1, Math.floor((width + Theme.size(4)) / (Theme.size(140) + Theme.size(4))))
    readonly property int cellWidth: isOneRow ? Theme.size(158) : Math.floor((width + Theme.size(4)) / perRow) - Theme.size(4)

    function reveal(item: Item): void {
        const left = item.mapToItem(contentItem, 0, 0).x;
        contentX = Math.max(0, Math.min(contentWidth - width, left < contentX ? left : Math.max(contentX, left + item.width - width)));
    }

    boundsBehavior: Flickable.StopAtBounds
    clip: isOneRow
    contentHeight: height
    contentWidth: isOneRow ? cells.implicitWidth : width
    flickableDirection: Flickable.HorizontalFlick
    implicitHeight: isOneRow ? Theme.target + 2 * Theme.size(3) : cells.implicitHeight
    interactive: isOneRow

    Grid {
        id: cells

        columns: root.isOneRow ? 99 : root.perRow
        spacing: Theme.size(4)
        x: 0
        y: root.isOneRow ? Theme.size(3) : 0

        Repeater {
            model: root.scope.controls

            ScopeStep {
                id: cell

                width: root.cellWidth

                onActiveFocusChanged: if (activeFocus) root.reveal(cell)
                onChosen: choice => root.scope.choose(cell.index, choice)
            }
        }
    }
}
