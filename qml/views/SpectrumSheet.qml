// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// How the spectrum is measured and shown.
Sheet {
    id: root

    required property SpectrumModel spectrum

    readonly property SpectrumChoice choice: spectrum.choice

    preferredWidth: Theme.size(560)
    title: qsTr("Spectrum")

    Column {
        spacing: Theme.gap
        width: parent ? parent.width : 0

        Segments {
            currentIndex: root.choice.mode
            objectName: "spectrumSheetModes"
            spacing: Theme.size(4)
            texts: root.choice.modes
            width: parent.width

            onChosen: index => root.choice.mode = index
        }
        BodyText {
            text: qsTr("Frequency axis")
        }
        Segments {
            currentIndex: root.choice.axis
            objectName: "spectrumAxes"
            spacing: Theme.size(4)
            texts: root.choice.axes
            width: parent.width

            onChosen: index => root.choice.axis = index
        }
        BodyText {
            text: qsTr("Averaging")
        }
        Segments {
            currentIndex: root.choice.averaging
            objectName: "spectrumAveragings"
            spacing: Theme.size(4)
            texts: root.choice.averagings
            width: parent.width

            onChosen: index => root.choice.averaging = index
        }
        BodyText {
            text: qsTr("Window, in samples")
        }
        Segments {
            currentIndex: root.choice.size
            objectName: "spectrumSizes"
            spacing: Theme.size(2)
            texts: root.choice.sizes
            width: parent.width

            onChosen: index => root.choice.size = index
        }
        Row {
            spacing: Theme.gap
            width: parent.width

            PushButton {
                Accessible.name: qsTr("Previous window")
                enabled: root.choice.window > 0
                opacity: enabled ? 1 : 0.4
                objectName: "spectrumPreviousWindow"
                text: "\u2039"

                onClicked: root.choice.window -= 1
            }
            BodyText {
                height: Theme.target
                horizontalAlignment: Text.AlignHCenter
                objectName: "spectrumWindow"
                text: root.choice.windows[root.choice.window]
                verticalAlignment: Text.AlignVCenter
                width: parent.width - 2 * (Theme.target + Theme.gap)
            }
            PushButton {
                Accessible.name: qsTr("Next window")
                enabled: root.choice.window < root.choice.windows.length - 1
                opacity: enabled ? 1 : 0.4
                objectName: "spectrumNextWindow"
                text: "\u203a"

                onClicked: root.choice.window += 1
            }
        }
        Toggle {
            checked: root.choice.hasHold
            objectName: "spectrumHold"
            text: qsTr("Hold peaks")
            width: parent.width

            onToggled: root.choice.hasHold = checked
        }
        Toggle {
            checked: root.choice.hasFloor
            objectName: "spectrumFloor"
            text: qsTr("Noise floor")
            width: parent.width

            onToggled: root.choice.hasFloor = checked
        }
        Toggle {
            checked: root.choice.hasPartials
            objectName: "spectrumPartials"
            text: qsTr("Partials of the note, with their deviation in cents")
            width: parent.width

            onToggled: root.choice.hasPartials = checked
        }
        PushButton {
            text: qsTr("Restart averages and held peaks")
            width: parent.width

            onClicked: root.spectrum.restart()
        }
    }
}
