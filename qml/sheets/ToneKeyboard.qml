// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The notes of an octave, as the keys of a piano in two rows; of another scale, or where it is narrow, in a grid. Tab goes to one of them, the
// arrow keys to the others; Space and Return press.
Item {
    id: root

    required property ToneModel tone

    readonly property ToneKeys notes: tone.keys
    readonly property int space: Theme.size(2)
    readonly property bool isPiano: notes.isPiano && width >= 7 * (Theme.target + space) - space
    readonly property int columns: isPiano ? 7 : Math.max(1, Math.floor((width + space) / (Theme.target + space)))
    readonly property real cell: (width + space) / columns
    readonly property int keyHeight: Theme.size(isPiano ? 64 : 48)
    property int current: 0 // the key that Tab goes to

    function move(from: int, step: int): void {
        const next = Math.max(0, Math.min(notes.count - 1, from + step));
        current = next;
        keys.itemAt(next).forceActiveFocus(Qt.TabFocusReason);
    }

    function obey(key: int, isDown: bool): void {
        if (isDown)
            tone.press(key);
        else
            tone.release(key);
    }

    Accessible.name: qsTr("Notes")
    Accessible.role: Accessible.Grouping
    implicitHeight: (isPiano ? 2 : Math.ceil(notes.count / columns)) * (keyHeight + space)

    Repeater {
        id: keys

        model: root.notes

        T.AbstractButton {
            id: key

            required property int index
            required property string name
            required property string spoken
            required property bool isBlack
            required property real column
            required property bool isOn
            property bool isEntered: false // held down by Return

            Accessible.checked: isOn
            Accessible.name: spoken
            Accessible.role: Accessible.CheckBox
            focusPolicy: index === root.current || activeFocus ? Qt.StrongFocus : Qt.ClickFocus
            height: root.keyHeight
            hoverEnabled: true
            objectName: "toneKey" + index
            width: root.cell - root.space
            x: root.isPiano ? column * root.cell : index % root.columns * root.cell
            y: root.isPiano ? (isBlack ? 0 : root.keyHeight + root.space) : Math.floor(index / root.columns) * (root.keyHeight + root.space)

            background: Rectangle {
                border.color: key.isOn ? Theme.inTune : Theme.line
                border.width: key.isOn ? Theme.size(2) : Theme.hairline
                color: key.isOn || key.down ? Theme.pressed : key.isBlack || key.hovered ? Theme.raised : "transparent"
                radius: Theme.radius

                FocusRing {
                    isShown: key.visualFocus
                }
            }
            contentItem: BodyText {
                color: key.isOn ? Theme.inTune : key.isBlack ? Theme.soft : Theme.text
                font.weight: key.isOn ? Font.DemiBold : Font.Normal
                horizontalAlignment: Text.AlignHCenter
                text: key.name
                verticalAlignment: Text.AlignVCenter
            }

            Keys.onDownPressed: root.move(index, root.isPiano ? 1 : root.columns)
            Keys.onLeftPressed: root.move(index, -1)
            Keys.onPressed: event => {
                event.accepted = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
                if (event.accepted)
                    isEntered = true;
            }
            Keys.onReleased: event => {
                event.accepted = event.key === Qt.Key_Return || event.key === Qt.Key_Enter;
                if (event.accepted && !event.isAutoRepeat)
                    isEntered = false;
            }
            Keys.onRightPressed: root.move(index, 1)
            Keys.onUpPressed: root.move(index, root.isPiano ? -1 : -root.columns)
            onActiveFocusChanged: if (activeFocus) root.current = index; else isEntered = false
            onIsEnteredChanged: root.obey(index, isEntered)
            onPressedChanged: root.obey(index, pressed)
        }
    }
}
