// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// What the flue pipes of an organ sound at when the air is warmer or colder than when their pitch was taken.
Column {
    id: root

    required property TuningModel tuning
    required property AppSettings settings

    property real fromCelsius: 20
    property real toCelsius: 20
    readonly property real hertz: Math.round(tuning.pitchInAir(settings.soundingA4Hz, fromCelsius, toCelsius) * 100) / 100
    readonly property bool isInRange: hertz >= settings.minA4Hz && hertz <= settings.maxA4Hz

    spacing: Theme.gap
    width: parent ? parent.width : 0

    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.Heading
        font.weight: Font.DemiBold
        text: qsTr("Organ pipes and the air")
        topPadding: Theme.margin
        width: parent.width
    }
    Caption {
        text: qsTr("A4 was right at")
    }
    NumberField {
        factor: 10
        higherName: qsTr("One degree warmer")
        lowerName: qsTr("One degree colder")
        maximum: root.tuning.maxCelsius
        minimum: root.tuning.minCelsius
        name: qsTr("Temperature at which A4 was right, in degrees Celsius")
        number: root.fromCelsius
        objectName: "fromCelsius"
        unit: qsTr("\u00B0C")
        width: parent.width

        onCommitted: number => root.fromCelsius = number
    }
    Caption {
        text: qsTr("The air has now")
    }
    NumberField {
        factor: 10
        higherName: qsTr("One degree warmer")
        lowerName: qsTr("One degree colder")
        maximum: root.tuning.maxCelsius
        minimum: root.tuning.minCelsius
        name: qsTr("Temperature now, in degrees Celsius")
        number: root.toCelsius
        objectName: "toCelsius"
        unit: qsTr("\u00B0C")
        width: parent.width

        onCommitted: number => root.toCelsius = number
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.StaticText
        objectName: "airText"
        text: root.isInRange ? qsTr("Flue pipes now sound A4 at %1 Hz. Reeds keep their pitch.").arg(root.hertz) : qsTr("Flue pipes now sound A4 at %1 Hz, which is out of the range of A4.").arg(root.hertz)
        width: parent.width
        wrapMode: Text.Wrap
    }
    PushButton {
        objectName: "useAir"
        text: qsTr("Tune to %1 Hz").arg(root.hertz)
        visible: root.isInRange && root.fromCelsius !== root.toCelsius
        width: parent.width

        onClicked: {
            root.settings.a4Hz = root.hertz;
            root.fromCelsius = root.toCelsius; // that is where A4 is right from now on
        }
    }
}
