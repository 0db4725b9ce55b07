// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The tuning: temperament or file, key, reference, names, and what it does to the intervals.
Sheet {
    id: root

    required property TuningModel tuning
    required property AppSettings settings

    signal filesRequested
    signal editRequested

    initialFocus: temperaments.firstField
    preferredWidth: Theme.size(560)
    title: qsTr("Tuning")

    onAboutToShow: temperaments.reset()

    BodyText {
        font.weight: Font.DemiBold
        objectName: "tuningTitle"
        text: root.tuning.title
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.tuning.detail
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.StaticText
        color: Theme.soft
        font.pixelSize: Theme.smallText
        objectName: "tuningSource"
        text: qsTr("Source: %1").arg(root.tuning.source)
        visible: root.tuning.source !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.warning
        font.weight: Font.DemiBold
        objectName: "tuningMessage"
        text: root.tuning.message
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    ChoiceSection {
        id: temperaments

        choices: root.tuning.temperaments
        searchName: qsTr("Search the temperaments")

        onChosen: choiceId => root.tuning.choose(choiceId)
    }
    PushButton {
        objectName: "openScale"
        text: qsTr("Open a scale or keyboard map")
        width: parent.width

        onClicked: root.filesRequested()
    }
    PushButton {
        objectName: "editTuning"
        text: qsTr("Edit the notes")
        width: parent.width

        onClicked: root.editRequested()
    }
    PushButton {
        objectName: "resetTuning"
        text: qsTr("Back to equal temperament")
        visible: !root.tuning.isPlain
        width: parent.width

        onClicked: root.tuning.reset()
    }
    UndoButton {
        undo: root.tuning.undo
    }
    KeySection {
        isEnabled: !root.tuning.hasKeymap
        tuning: root.tuning
    }
    ReferenceSection {
        isEnabled: !root.tuning.hasKeymap
        tuning: root.tuning
    }
    IntervalSection {
        table: root.tuning.table
    }
    ShareSection {
        share: root.tuning.share
    }
    NamesSection {
        settings: root.settings
        title: qsTr("Names")
    }
}
