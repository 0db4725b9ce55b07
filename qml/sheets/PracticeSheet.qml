// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// What is kept of a practice session, and sessions of before: to go on with, or to compare with.
Sheet {
    id: root

    required property PracticeModel practice
    required property WindowHost host

    readonly property PracticeFiles files: practice.files

    preferredWidth: Theme.size(560)
    title: qsTr("Practice files")

    onAboutToShow: {
        files.listSaved();
        choices.reset();
    }

    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: root.files.isProblem ? Theme.warning : Theme.text
        font.weight: Font.DemiBold
        objectName: "practiceMessage"
        text: root.files.message
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Flow {
        spacing: Theme.gap
        visible: root.practice.hasNotes
        width: parent.width

        PushButton {
            isPrimary: true
            objectName: "practiceSave"
            text: qsTr("Save session")

            onClicked: root.files.save()
        }
        PushButton {
            objectName: "practiceChartNotes"
            text: qsTr("Chart by note (PNG)")

            onClicked: root.files.saveChart(false, Theme.family)
        }
        PushButton {
            objectName: "practiceChartTime"
            text: qsTr("Chart over time (PNG)")

            onClicked: root.files.saveChart(true, Theme.family)
        }
        PushButton {
            objectName: "practiceFigures"
            text: qsTr("Figures (CSV)")

            onClicked: root.files.saveFigures()
        }
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.host.isPage ? qsTr("Files go to the browser's downloads; nothing is sent anywhere.") : qsTr("Files are in %1; nothing is sent anywhere.").arg(root.files.folder)
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Segments {
        id: purpose

        Accessible.name: qsTr("What to do with a saved session")
        currentIndex: root.practice.hasNotes ? wanted : 0
        objectName: "practicePurpose"
        spacing: Theme.gap
        texts: root.practice.hasNotes ? [qsTr("Open"), qsTr("Compare with")] : [qsTr("Open")]
        width: parent.width

        property int wanted: 1

        onChosen: index => wanted = index
    }
    PushButton {
        objectName: "practiceStopComparing"
        text: qsTr("Stop comparing with %1").arg(root.practice.comparedTitle)
        visible: root.practice.isCompared
        width: parent.width

        onClicked: root.practice.stopComparing()
    }
    PushButton {
        objectName: "practiceChoose"
        text: qsTr("Choose a file")
        visible: root.host.isPage
        width: parent.width

        onClicked: root.files.choose(purpose.currentIndex === 1)
    }
    ChoiceSection {
        id: choices

        choices: root.files.saved
        rows: 5
        searchName: qsTr("Search saved sessions")
        visible: !root.host.isPage && (root.files.saved.count > 0 || root.files.saved.filter !== "")

        onChosen: choiceId => root.files.open(choiceId, purpose.currentIndex === 1)
    }
    BodyText {
        color: Theme.soft
        objectName: "noSessions"
        text: qsTr("No session has been saved yet.")
        visible: !root.host.isPage && !choices.visible
    }
    Connections {
        function onOpened(): void {
            root.close();
        }

        target: root.files
    }
}
