// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// Scales, keyboard maps and instruments of a folder, to be opened.
Sheet {
    id: root

    required property TuningModel tuning
    required property LiveReadings readings

    initialFocus: files.firstField
    preferredWidth: Theme.size(560)
    title: qsTr("Open a file")

    onAboutToShow: {
        tuning.listFiles();
        files.reset();
    }

    BodyText {
        color: Theme.soft
        elide: Text.ElideLeft
        font.pixelSize: Theme.smallText
        objectName: "folder"
        text: root.tuning.folder
        width: parent.width
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.warning
        font.weight: Font.DemiBold
        objectName: "fileMessage"
        text: root.readings.openMessage
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    ChoiceSection {
        id: files

        choices: root.tuning.files
        rows: 8
        searchName: qsTr("Search this folder")

        onChosen: choiceId => {
            if (root.readings.openListed(choiceId))
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
