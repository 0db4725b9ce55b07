// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The tuner's display, its appearance and motion.
SettingsSection {
    id: root

    required property WindowHost host

    title: qsTr("Display")

    Caption {
        text: qsTr("How the tuner shows a note")
    }
    Segments {
        currentIndex: root.host.displays.current
        objectName: "displays"
        spacing: Theme.size(4)
        texts: [qsTr("Needle"), qsTr("Strobe"), qsTr("History"), qsTr("Projector")]
        width: parent.width

        onChosen: index => root.host.displays.current = index
    }
    Segments {
        currentIndex: root.host.displays.isCircular ? 1 : 0
        objectName: "strobeShape"
        spacing: Theme.size(4)
        texts: [qsTr("Bands"), qsTr("Circle")]
        visible: root.host.displays.current === DisplayChoice.Strobe
        width: parent.width

        onChosen: index => root.host.displays.isCircular = index === 1
    }
    Toggle {
        checked: root.host.displays.isScaled
        objectName: "strobeScaled"
        text: qsTr("One strobe speed for low and high notes")
        visible: root.host.displays.current === DisplayChoice.Strobe
        width: parent.width

        onToggled: root.host.displays.isScaled = checked
    }

    NumberRow {
        caption: qsTr("In tune within")
        fieldName: qsTr("In tune within, in cents")
        hint: qsTr("Flat and sharp begin beyond this.")
        setting: "in-tune"
        settings: root.settings
        stepSize: row.factor / 2
    }
    NumberRow {
        caption: qsTr("The last note stays for")
        fieldName: qsTr("The last note stays for, in seconds")
        hint: qsTr("As an outline, after its end. 0: not at all.")
        setting: "hold"
        settings: root.settings
    }
    Caption {
        text: qsTr("Theme")
    }
    Segments {
        currentIndex: root.settings.appearance
        objectName: "appearance"
        spacing: Theme.size(4)
        texts: [qsTr("System"), qsTr("Ink"), qsTr("Paper")]
        width: parent.width

        onChosen: index => root.settings.appearance = index
    }
    Toggle {
        checked: root.settings.isMotionReduced
        text: qsTr("Less motion")
        width: parent.width

        onToggled: root.settings.isMotionReduced = checked
    }
}
