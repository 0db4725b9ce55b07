// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Instruments of the user's: typed in a line, or out of a file.
Column {
    id: root

    required property InstrumentModel instrument

    signal filesRequested

    property bool isEditing: false // the line is of the chosen instrument

    function add(): void {
        if (line.text.length > 0 && (isEditing ? instrument.replace(line.text) : instrument.add(line.text))) {
            line.clear();
            isEditing = false;
        }
    }

    spacing: Theme.gap
    width: parent ? parent.width : 0

    Caption {
        text: qsTr("An instrument of your own: its name, and its strings, string 1 last")
    }
    SearchField {
        id: line

        maximumLength: 400
        name: qsTr("Name and strings of your instrument")
        objectName: "ownInstrument"
        placeholderText: qsTr("My lute: G2 C3 F3 A3 D4 G4")
        width: parent.width

        onAccepted: root.add()
    }
    PushButton {
        objectName: "addInstrument"
        text: root.isEditing && root.instrument.isOwn ? qsTr("Change it") : qsTr("Add it")
        visible: line.text.length > 0
        width: parent.width

        onClicked: root.add()
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.warning
        font.weight: Font.DemiBold
        objectName: "instrumentMessage"
        text: root.instrument.message
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    PushButton {
        objectName: "openInstruments"
        text: qsTr("Open a file of instruments")
        width: parent.width

        onClicked: root.filesRequested()
    }
    PushButton {
        objectName: "editInstrument"
        text: root.instrument.isOwn ? qsTr("Edit %1").arg(root.instrument.title) : qsTr("Make one like %1").arg(root.instrument.title)
        visible: root.instrument.title !== ""
        width: parent.width

        onClicked: {
            line.text = root.instrument.editableLine();
            root.isEditing = true;
            line.forceActiveFocus(Qt.TabFocusReason);
        }
    }
    PushButton {
        objectName: "removeInstrument"
        text: qsTr("Remove %1 from the list").arg(root.instrument.title)
        visible: root.instrument.isOwn
        width: parent.width

        onClicked: root.instrument.removeOwn()
    }
    PushButton {
        objectName: "undoRemoval"
        text: qsTr("Put %1 back").arg(root.instrument.removedTitle)
        visible: root.instrument.removedTitle !== ""
        width: parent.width

        onClicked: root.instrument.undoRemoval()
    }
}
