// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Theme

// The body of a sheet. If it does not fit, it scrolls by hand or key and shows that there is more.
Item {
    id: root

    default property alias body: column.data

    readonly property real bodyHeight: column.implicitHeight
    readonly property Item focused: Window.activeFocusItem

    // Scrolls to the control with the focus.
    function reveal(item: Item): void {
        for (let up = item; up; up = up.parent) {
            if (up !== column)
                continue;
            const top = item.mapToItem(column, 0, 0).y - Theme.gap;
            const bottom = top + item.height + 2 * Theme.gap;
            scrollTo(top < view.contentY ? top : Math.max(view.contentY, bottom - view.height));
        }
    }
    function scrollTo(y: real): void {
        view.contentY = Math.max(0, Math.min(y, view.contentHeight - view.height));
    }
    // For keys that nothing in the sheet uses. False: none of these keys.
    function scrollBy(key: int): bool {
        const page = view.height - Theme.target;
        switch (key) {
        case Qt.Key_Up:
            scrollTo(view.contentY - Theme.target);
            return true;
        case Qt.Key_Down:
            scrollTo(view.contentY + Theme.target);
            return true;
        case Qt.Key_PageUp:
            scrollTo(view.contentY - page);
            return true;
        case Qt.Key_PageDown:
            scrollTo(view.contentY + page);
            return true;
        case Qt.Key_Home:
            scrollTo(0);
            return true;
        case Qt.Key_End:
            scrollTo(view.contentHeight);
            return true;
        }
        return false;
    }

    onFocusedChanged: reveal(focused)
    onHeightChanged: reveal(focused)

    Flickable {
        id: view

        T.ScrollBar.vertical: T.ScrollBar {
            id: bar

            implicitWidth: Theme.gap
            minimumSize: 0.15
            objectName: "scrollBar"
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
        clip: true
        contentHeight: column.implicitHeight
        contentWidth: width
        interactive: contentHeight > height
        objectName: "view"

        Column {
            id: column

            spacing: Theme.gap
            width: parent.width - 2 * Theme.gap
            x: Theme.gap
        }
    }
    ScrollHint {
        anchors.top: view.top
        objectName: "moreAbove"
        visible: view.interactive && !view.atYBeginning
        width: view.width
    }
    ScrollHint {
        anchors.bottom: view.bottom
        objectName: "moreBelow"
        rotation: 180
        visible: view.interactive && !view.atYEnd
        width: view.width
    }
}
