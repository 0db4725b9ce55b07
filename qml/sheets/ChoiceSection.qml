// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A search over a list of choices. Return in the search chooses the first one; the down arrow enters the list.
Column {
    id: root

    required property ChoiceList choices
    required property string searchName
    property int rows: 5 // that are seen at once
    readonly property Item firstField: search

    signal chosen(string choiceId)

    // Scrolls to the chosen one.
    function reset(): void {
        search.clear();
        list.currentIndex = choices.currentIndex;
        list.positionViewAtIndex(Math.max(0, choices.currentIndex), ListView.Contain);
    }

    spacing: Theme.gap
    width: parent ? parent.width : 0

    SearchField {
        id: search

        name: root.searchName
        objectName: "search"
        placeholderText: root.searchName
        width: parent.width

        Keys.onDownPressed: {
            list.currentIndex = Math.max(0, list.currentIndex);
            list.forceActiveFocus(Qt.TabFocusReason);
        }
        onAccepted: if (root.choices.count > 0)
            root.chosen(root.choices.firstId())
        onTextChanged: root.choices.filter = text
    }
    ListView {
        id: list

        T.ScrollBar.vertical: T.ScrollBar {
            id: bar

            implicitWidth: Theme.gap
            minimumSize: 0.1
            padding: Theme.size(2)
            policy: T.ScrollBar.AlwaysOn
            visible: list.contentHeight > list.height

            contentItem: Rectangle {
                color: bar.pressed ? Theme.soft : Theme.tick
                radius: width / 2
            }
        }
        activeFocusOnTab: true
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        height: Math.min(contentHeight, root.rows * Theme.size(58))
        keyNavigationEnabled: true
        model: root.choices
        objectName: "choices"
        spacing: Theme.size(2)
        width: parent.width

        delegate: ChoiceRow {
            focus: ListView.isCurrentItem
            focusPolicy: Qt.ClickFocus
            width: ListView.view.width - Theme.gap

            onClicked: root.chosen(choiceId)
        }
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.soft
        text: qsTr("No matches.")
        visible: root.choices.count === 0
    }
}
