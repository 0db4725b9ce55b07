// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A4, the names of the notes, the theme and motion.
Sheet {
    id: root

    required property AppSettings settings

    title: qsTr("Settings")

    onOpened: {
        field.forceActiveFocus();
        field.selectAll();
    }

    BodyText {
        color: Theme.soft
        text: qsTr("A4, the pitch that all notes are counted from")
        width: parent.width
        wrapMode: Text.Wrap
    }
    Row {
        spacing: Theme.gap
        width: parent.width

        BarButton {
            key: qsTr("Down")
            name: qsTr("One hertz lower")
            symbol: IconItem.Minus

            onClicked: root.settings.a4Hz -= 1
        }
        T.TextField {
            id: field

            readonly property bool isValid: Number(text.replace(",", ".")) >= root.settings.minA4Hz && Number(text.replace(",", ".")) <= root.settings.maxA4Hz

            Accessible.name: qsTr("A4 in hertz")
            Accessible.role: Accessible.EditableText
            color: Theme.text
            font.family: Theme.family
            font.pixelSize: Theme.titleText
            font.weight: Font.DemiBold
            height: Theme.target
            horizontalAlignment: TextInput.AlignHCenter
            inputMethodHints: Qt.ImhFormattedNumbersOnly
            maximumLength: 7
            rightPadding: Theme.size(34)
            leftPadding: Theme.size(34)
            selectByMouse: true
            selectedTextColor: Theme.ground
            selectionColor: Theme.soft
            text: root.settings.a4Hz
            verticalAlignment: TextInput.AlignVCenter
            width: parent.width - 3 * (Theme.target + Theme.gap)

            background: Rectangle {
                border.color: !field.isValid ? Theme.warning : field.activeFocus ? Theme.flat : Theme.line
                border.width: field.activeFocus || !field.isValid ? Theme.size(2) : Theme.hairline
                color: Theme.raised
                radius: Theme.radius

                BodyText {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.size(12)
                    color: Theme.soft
                    height: parent.height
                    text: qsTr("Hz")
                }
            }

            Keys.onDownPressed: event => root.settings.a4Hz -= event.modifiers & Qt.ShiftModifier ? 0.1 : 1
            Keys.onUpPressed: event => root.settings.a4Hz += event.modifiers & Qt.ShiftModifier ? 0.1 : 1
            onAccepted: root.close()
            onEditingFinished: text = Qt.binding(() => root.settings.a4Hz)
            onTextEdited: if (isValid) root.settings.a4Hz = Number(text.replace(",", "."))
        }
        BarButton {
            key: qsTr("Up")
            name: qsTr("One hertz higher")
            symbol: IconItem.Plus

            onClicked: root.settings.a4Hz += 1
        }
        BarButton {
            name: qsTr("Back to %1 Hz").arg(root.settings.defaultA4Hz)
            symbol: IconItem.Reset

            onClicked: root.settings.a4Hz = root.settings.defaultA4Hz
        }
    }
    BodyText {
        color: field.isValid ? Theme.soft : Theme.warning
        font.pixelSize: Theme.smallText
        text: qsTr("From %1 to %2 Hz. Orchestras use 440 to 443, baroque pitch is 415.").arg(root.settings.minA4Hz).arg(root.settings.maxA4Hz)
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
    BodyText {
        color: Theme.warning
        font.pixelSize: Theme.smallText
        text: root.settings.problem
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
}
