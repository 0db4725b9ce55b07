// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// How the spectrogram is made and coloured. Where it is narrow, buttons that go to the next choice.
Item {
    id: root

    required property SpectrogramViewModel spectrogram
    property bool isShort: false

    readonly property bool isWide: width >= Theme.size(860)
    readonly property list<string> modes: [qsTr("Octaves"), qsTr("Plain"), qsTr("Reassigned")]
    readonly property list<string> details: [qsTr("Fast"), qsTr("Balanced"), qsTr("Fine")]
    readonly property list<string> maps: [qsTr("Viridis"), qsTr("Magma"), qsTr("Grey")]

    implicitHeight: isWide || isShort ? Theme.target : 2 * Theme.target + Theme.size(4)

    Segments {
        id: mode

        Accessible.name: qsTr("Analysis")
        currentIndex: root.spectrogram.mode
        objectName: "spectrogramModes"
        spacing: Theme.size(4)
        texts: root.modes
        width: root.isWide ? Theme.size(280) : root.isShort ? Math.min(Theme.size(280), root.width - live.width - Theme.gap) : root.width

        onChosen: index => root.spectrogram.mode = index
    }
    Segments {
        Accessible.name: qsTr("Detail")
        currentIndex: root.spectrogram.detail
        objectName: "spectrogramDetails"
        spacing: Theme.size(4)
        texts: root.details
        visible: root.isWide
        width: Theme.size(220)
        x: mode.width + Theme.margin

        onChosen: index => root.spectrogram.detail = index
    }
    Segments {
        Accessible.name: qsTr("Colours")
        currentIndex: root.spectrogram.map
        objectName: "spectrogramMaps"
        spacing: Theme.size(4)
        texts: root.maps
        visible: root.isWide
        width: Theme.size(220)
        x: mode.width + Theme.size(220) + 2 * Theme.margin

        onChosen: index => root.spectrogram.map = index
    }
    Row {
        spacing: Theme.size(4)
        x: root.width - width
        y: root.height - height

        PushButton {
            Accessible.name: qsTr("Detail, %1").arg(text)
            leftPadding: Theme.gap
            objectName: "spectrogramDetail"
            rightPadding: Theme.gap
            text: root.details[root.spectrogram.detail]
            visible: !root.isWide && !root.isShort

            onClicked: root.spectrogram.detail = (root.spectrogram.detail + 1) % 3
        }
        PushButton {
            Accessible.name: qsTr("Colours, %1").arg(text)
            leftPadding: Theme.gap
            objectName: "spectrogramMap"
            rightPadding: Theme.gap
            text: root.maps[root.spectrogram.map]
            visible: !root.isWide && !root.isShort

            onClicked: root.spectrogram.map = (root.spectrogram.map + 1) % 3
        }
        PushButton {
            Accessible.name: root.spectrogram.hasGrid ? qsTr("Hide the lines of notes") : qsTr("Show the lines of notes")
            leftPadding: Theme.gap
            objectName: "spectrogramGrid"
            rightPadding: Theme.gap
            text: root.spectrogram.hasGrid ? qsTr("Notes on") : qsTr("Notes off")
            visible: !root.isShort

            onClicked: root.spectrogram.hasGrid = !root.spectrogram.hasGrid
        }
        PushButton {
            id: live

            enabled: !root.spectrogram.isLive
            isPrimary: !root.spectrogram.isLive
            leftPadding: Theme.gap
            objectName: "spectrogramLive"
            rightPadding: Theme.gap
            text: qsTr("Live")

            onClicked: root.spectrogram.goLive()
        }
    }
}
