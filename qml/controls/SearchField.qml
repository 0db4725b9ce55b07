// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Theme

// A line of text: words to search for, or the name of a note. Escape restores or clears it; the next Escape
// goes to its surroundings.
T.TextField {
    id: root

    required property string name // for screen readers
    property string standing: "" // what Escape restores

    Accessible.name: name
    Accessible.role: Accessible.EditableText
    Keys.onEscapePressed: event => {
        event.accepted = text !== standing;
        text = standing;
    }
    // Where a popup closes by a shortcut, Escape comes here first.
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape && text !== standing
    activeFocusOnTab: true
    color: Theme.text
    font.family: Theme.family
    font.pixelSize: Theme.bodyText
    implicitHeight: Theme.target
    implicitWidth: Theme.size(220)
    leftPadding: Theme.size(12)
    maximumLength: 80
    placeholderTextColor: Theme.soft
    rightPadding: Theme.size(12)
    selectByMouse: true
    selectedTextColor: Theme.ground
    selectionColor: Theme.soft
    verticalAlignment: TextInput.AlignVCenter

    background: Rectangle {
        border.color: root.activeFocus ? Theme.soft : Theme.line
        border.width: root.activeFocus ? Theme.size(1.5) : Theme.hairline
        color: Theme.raised
        radius: Theme.radius

        BodyText {
            anchors.fill: parent
            color: Theme.soft
            elide: Text.ElideRight
            leftPadding: root.leftPadding
            text: root.placeholderText
            verticalAlignment: Text.AlignVCenter
            visible: root.text.length === 0
        }
    }
}
