// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A number of the table of settings: its name, a field, a button for the default, and a hint, which explains a number
// out of the range.
Column {
    id: root

    required property AppSettings settings
    required property string setting // its name in the table
    required property string caption
    property string fieldName: caption // for screen readers
    property string hint
    property string unit: row.unit
    property string lowerName: qsTr("Lower")
    property string higherName: qsTr("Higher")
    property int factor: row.factor // how many of its smallest steps make one
    property int stepSize: factor // in steps of the last digit
    property real shown: row.number // where another setting may decide

    readonly property NumberField field: field
    readonly property SettingRow row: SettingRow {
        name: root.setting
        settings: root.settings
    }

    signal accepted // Return was pressed on a number in the range

    spacing: Theme.gap
    width: parent ? parent.width : 0

    Caption {
        text: root.caption
    }
    Row {
        spacing: Theme.gap
        width: parent.width

        NumberField {
            id: field

            factor: root.factor
            higherName: root.higherName
            lowerName: root.lowerName
            maximum: root.row.maximum
            minimum: root.row.minimum
            name: root.fieldName
            number: root.shown
            objectName: root.setting
            stepSize: root.stepSize
            unit: root.unit
            width: parent.width - Theme.target - Theme.gap

            onAccepted: root.accepted()
            onCommitted: number => root.row.number = number
        }
        BarButton {
            name: qsTr("Back to %1 %2").arg(root.row.initial).arg(root.unit)
            objectName: root.setting + "Reset"
            symbol: IconItem.Reset

            onClicked: root.row.number = root.row.initial
        }
    }
    BodyText {
        Accessible.name: text
        Accessible.role: field.isInRange ? Accessible.StaticText : Accessible.AlertMessage
        color: field.isInRange ? Theme.soft : Theme.warning
        font.pixelSize: field.isInRange ? Theme.smallText : Theme.bodyText
        font.weight: field.isInRange ? Font.Normal : Font.DemiBold
        objectName: root.setting + "Hint"
        text: field.isInRange ? root.hint : field.rangeText
        visible: text.length > 0
        width: parent.width
        wrapMode: Text.Wrap
    }
}
