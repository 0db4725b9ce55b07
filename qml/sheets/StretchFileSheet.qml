// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Stretch files of a folder: one to open, or a name to save under.
Sheet {
    id: root

    required property PianoModel piano

    initialFocus: name
    preferredWidth: Theme.size(560)
    title: qsTr("Stretch files")

    function save(): void {
        if (piano.saveFile(name.text))
            close();
    }

    onAboutToShow: {
        piano.listFiles();
        files.reset();
    }

    BodyText {
        color: Theme.soft
        elide: Text.ElideLeft
        font.pixelSize: Theme.smallText
        objectName: "stretchFolder"
        text: root.piano.folder
        width: parent.width
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.warning
        font.weight: Font.DemiBold
        objectName: "stretchFileMessage"
        text: root.piano.message
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Caption {
        text: qsTr("Save as")
        visible: root.piano.measuredCount > 0
    }
    Row {
        spacing: Theme.gap
        visible: root.piano.measuredCount > 0
        width: parent.width

        SearchField {
            id: name

            name: qsTr("Name of the file")
            objectName: "stretchName"
            placeholderText: qsTr("piano")
            standing: "piano"
            text: standing
            width: parent.width - saveButton.width - Theme.gap

            onAccepted: root.save()
        }
        PushButton {
            id: saveButton

            objectName: "saveStretch"
            text: qsTr("Save")

            onClicked: root.save()
        }
    }
    Caption {
        text: qsTr("Open")
    }
    ChoiceSection {
        id: files

        choices: root.piano.files
        rows: 6
        searchName: qsTr("Search this folder")

        onChosen: choiceId => {
            if (root.piano.openListed(choiceId))
                root.close();
            else
                files.reset();
        }
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: qsTr("A file can also be dropped on the window.")
        width: parent.width
        wrapMode: Text.Wrap
    }
}
