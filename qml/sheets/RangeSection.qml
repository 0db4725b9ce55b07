// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The range of pitches to search, and which mains hum to remove.
SettingsSection {
    id: root

    readonly property real smallest: 1 // hertz that the range holds at least
    readonly property bool isInRange: lowest.isInRange && highest.isInRange

    signal accepted // Return was pressed on a number in the range

    title: qsTr("Range and hum")

    Caption {
        text: qsTr("Lowest pitch")
    }
    Row {
        spacing: Theme.gap
        width: parent.width

        NumberField {
            id: lowest

            higherName: qsTr("Lowest pitch one hertz higher")
            lowerName: qsTr("Lowest pitch one hertz lower")
            maximum: root.settings.highestHz - root.smallest
            minimum: root.settings.minRangeHz
            name: qsTr("Lowest pitch in hertz")
            number: root.settings.lowestHz
            objectName: "lowest"
            unit: qsTr("Hz")
            width: parent.width - Theme.target - Theme.gap

            onAccepted: root.accepted()
            onCommitted: number => root.settings.lowestHz = number
        }
        BarButton {
            name: qsTr("Back to %1 to %2 Hz").arg(root.settings.defaultLowestHz).arg(root.settings.defaultHighestHz)
            objectName: "resetRange"
            symbol: IconItem.Reset

            onClicked: root.settings.resetRange()
        }
    }
    Caption {
        text: qsTr("Highest pitch")
    }
    NumberField {
        id: highest

        higherName: qsTr("Highest pitch one hertz higher")
        lowerName: qsTr("Highest pitch one hertz lower")
        maximum: root.settings.maxRangeHz
        minimum: root.settings.lowestHz + root.smallest
        name: qsTr("Highest pitch in hertz")
        number: root.settings.highestHz
        objectName: "highest"
        unit: qsTr("Hz")
        width: parent.width - Theme.target - Theme.gap

        onAccepted: root.accepted()
        onCommitted: number => root.settings.highestHz = number
    }
    BodyText {
        Accessible.name: text
        Accessible.role: root.isInRange ? Accessible.StaticText : Accessible.AlertMessage
        color: root.isInRange ? Theme.soft : Theme.warning
        font.pixelSize: root.isInRange ? Theme.smallText : Theme.bodyText
        font.weight: root.isInRange ? Font.Normal : Font.DemiBold
        objectName: "rangeHint"
        text: !lowest.isInRange ? lowest.rangeText : !highest.isInRange ? highest.rangeText : qsTr("Only notes in this range are named.")
        width: parent.width
        wrapMode: Text.Wrap
    }
    Caption {
        text: qsTr("Mains hum to remove")
    }
    Segments {
        currentIndex: root.settings.mains
        objectName: "mains"
        spacing: Theme.size(4)
        texts: [qsTr("Auto"), qsTr("50 Hz"), qsTr("60 Hz"), qsTr("Off")]
        width: parent.width

        onChosen: index => root.settings.mains = index
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        objectName: "mainsHint"
        text: root.settings.mains === AppSettings.Off ? qsTr("Hum is read as a tone.") : qsTr("Choose Off to measure a steady tone at the mains.")
        width: parent.width
        wrapMode: Text.Wrap
    }
}
