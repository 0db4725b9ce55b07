// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A4, the names of the notes, the theme and motion.
Sheet {
    id: root

    required property WindowHost host
    required property AppSettings settings
    property bool beginsWithA4: false // ready to be typed over

    title: qsTr("Settings")

    initialFocus: beginsWithA4 ? a4 : null

    onAboutToShow: a4.selectAll()

    BodyText {
        color: Theme.soft
        text: qsTr("A4, the pitch that all notes are counted from")
        width: parent.width
        wrapMode: Text.Wrap
    }
    Row {
        spacing: Theme.gap
        width: parent.width

        NumberField {
            id: a4

            higherName: qsTr("One hertz higher")
            lowerName: qsTr("One hertz lower")
            maximum: root.settings.maxA4Hz
            minimum: root.settings.minA4Hz
            name: qsTr("A4 in hertz")
            number: root.settings.a4Hz
            objectName: "a4"
            unit: qsTr("Hz")
            width: parent.width - Theme.target - Theme.gap

            onAccepted: root.close()
            onCommitted: number => root.settings.a4Hz = number
        }
        BarButton {
            name: qsTr("Back to %1 Hz").arg(root.settings.defaultA4Hz)
            symbol: IconItem.Reset

            onClicked: root.settings.a4Hz = root.settings.defaultA4Hz
        }
    }
    BodyText {
        Accessible.name: text
        Accessible.role: a4.isInRange ? Accessible.StaticText : Accessible.AlertMessage
        color: a4.isInRange ? Theme.soft : Theme.warning
        font.pixelSize: a4.isInRange ? Theme.smallText : Theme.bodyText
        font.weight: a4.isInRange ? Font.Normal : Font.DemiBold
        objectName: "a4Hint"
        text: a4.isInRange ? qsTr("From %1 to %2 Hz. Orchestras use 440 to 443, baroque pitch is 415.").arg(root.settings.minA4Hz).arg(root.settings.maxA4Hz) : a4.rangeText
        width: parent.width
        wrapMode: Text.Wrap
    }
    Item {
        height: Theme.gap
        width: 1
    }
    BodyText {
        color: Theme.soft
        text: qsTr("Note names")
    }
    Segments {
        currentIndex: root.settings.notation
        spacing: Theme.size(4)
        objectName: "notation"
        texts: [qsTr("A B C"), qsTr("A H C"), qsTr("La Si Do")]
        width: parent.width

        onChosen: index => root.settings.notation = index
    }
    Item {
        height: Theme.gap
        width: 1
    }
    BodyText {
        color: Theme.soft
        text: qsTr("Theme")
    }
    Segments {
        currentIndex: root.settings.appearance
        spacing: Theme.size(4)
        texts: [qsTr("System"), qsTr("Ink"), qsTr("Paper")]
        width: parent.width

        onChosen: index => root.settings.appearance = index
    }
    Item {
        height: Theme.gap
        width: 1
    }
    Toggle {
        checked: root.settings.isFallbackAllowed
        text: qsTr("Use the default input while the chosen one is away")
        width: parent.width

        onToggled: root.settings.isFallbackAllowed = checked
    }
    Toggle {
        checked: root.settings.isMotionReduced
        text: qsTr("Less motion")
        width: parent.width

        onToggled: root.settings.isMotionReduced = checked
    }
    Toggle {
        checked: root.settings.isHiddenAllowed
        text: qsTr("Keep listening while this tab is hidden")
        visible: root.host.isPage
        width: parent.width

        onToggled: root.settings.isHiddenAllowed = checked
    }
    BodyText {
        color: Theme.warning
        font.pixelSize: Theme.smallText
        text: root.settings.problem
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
}
