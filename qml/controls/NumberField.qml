// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Theme

// A number to type or step. Typed text takes effect on Return, or when the field loses the focus; Escape
// restores the previous number. Text that is not a number in the range never takes effect.
T.SpinBox {
    id: root

    required property string name // for screen readers
    property real number: 0
    property real minimum: 0
    property real maximum: 100
    property int factor: 10 // how many of its smallest steps make one: 10 for tenths, 100 for hundredths
    property string unit
    property string lowerName
    property string higherName

    readonly property int decimals: String(factor).length - 1
    readonly property string valueText: textOf(value) // the template's displayText follows the typed text from Qt 6.6 on
    readonly property bool isEdited: !(Math.abs(parse(input.text) - value / factor) < 0.5 / factor) // true for text that is not a number
    readonly property bool isInRange: isNumber(input.text)
    readonly property string rangeText: qsTr("Type a number from %1 to %2.").arg(textOf(from)).arg(textOf(to))

    signal committed(real number)
    signal accepted // Return was pressed on a number in the range

    function isNumber(text: string): bool {
        return parse(text) >= minimum && parse(text) <= maximum;
    }
    function parse(text: string): real {
        return text.length > 0 ? Number(text.replace(",", ".").replace("\u2212", "-")) : NaN;
    }
    // In the template's unit, its smallest step; for invalid text, the present value.
    function valueOf(text: string): int {
        return isNumber(text) ? Math.round(parse(text) * factor) : value;
    }
    function textOf(steps: int): string {
        return (steps / factor).toFixed(steps % factor === 0 ? 0 : decimals).replace("-", "\u2212");
    }
    function restore(): void {
        input.text = Qt.binding(() => root.valueText);
    }
    function selectAll(): void {
        input.selectAll();
    }
    // From the typed number, if it is one; by a whole one, by the last digit, or not at all.
    function step(direction: int, isFine: bool): void {
        const from = valueOf(input.text);
        const next = Math.max(root.from, Math.min(to, from + direction * (isFine ? 1 : stepSize)));
        restore();
        if (next !== value)
            committed(next / factor);
    }

    Accessible.description: isInRange ? "" : rangeText
    Accessible.name: name
    editable: true
    focusPolicy: Qt.StrongFocus
    from: Math.round(minimum * factor)
    implicitHeight: Theme.target
    implicitWidth: Theme.size(220)
    inputMethodHints: Qt.ImhFormattedNumbersOnly
    leftPadding: Theme.target + Theme.gap
    rightPadding: Theme.target + Theme.gap
    stepSize: factor
    textFromValue: value => root.textOf(value)
    to: Math.round(maximum * factor)
    value: Math.round(number * factor)
    valueFromText: text => root.valueOf(text)

    background: NumberFrame {
        inset: root.leftPadding
        isFocused: root.activeFocus
        isInRange: root.isInRange
        unit: root.unit
    }
    contentItem: TextInput {
        id: input

        clip: true
        color: Theme.text
        font.family: Theme.family
        font.pixelSize: Theme.titleText
        font.weight: Font.DemiBold
        horizontalAlignment: TextInput.AlignHCenter
        inputMethodHints: root.inputMethodHints
        leftPadding: Theme.size(34)
        rightPadding: Theme.size(34)
        selectByMouse: true
        selectedTextColor: Theme.ground
        selectionColor: Theme.soft
        text: root.valueText
        validator: RegularExpressionValidator {
            regularExpression: new RegExp((root.minimum < 0 ? "[-\u2212]?" : "") + "\\d{0," + String(Math.floor(Math.max(-root.minimum, root.maximum))).length + "}([.,]\\d{0," + root.decimals + "})?")
        }
        verticalAlignment: TextInput.AlignVCenter

        Keys.onDownPressed: event => root.step(-1, event.modifiers & Qt.ShiftModifier)
        Keys.onEscapePressed: event => {
            event.accepted = root.isEdited;
            root.restore();
            selectAll();
        }
        Keys.onEnterPressed: event => event.accepted = !root.isInRange
        Keys.onReleased: event => event.accepted = !root.isInRange // the template commits on this one
        Keys.onReturnPressed: event => event.accepted = !root.isInRange
        // Where a popup closes by a shortcut, Escape comes here first.
        Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape && root.isEdited
        Keys.onUpPressed: event => root.step(1, event.modifiers & Qt.ShiftModifier)
        onAccepted: {
            root.step(0, false);
            root.accepted();
        }

        TapToSelect {
        }
    }
    down.indicator: StepButton {
        isDown: root.down.pressed
        isHovered: root.down.hovered
        key: qsTr("Down")
        name: root.lowerName
        symbol: IconItem.Minus

        onStepped: root.step(-1, false)
    }
    up.indicator: StepButton {
        isDown: root.up.pressed
        isHovered: root.up.hovered
        key: qsTr("Up")
        name: root.higherName
        symbol: IconItem.Plus
        x: root.width - width

        onStepped: root.step(1, false)
    }

    down.onPressedChanged: if (down.pressed) step(0, false)
    // When the focus is lost, valid typed text has been committed by now.
    onActiveFocusChanged: if (!activeFocus) restore(); else if (visualFocus) selectAll()
    onValueModified: committed(value / factor)
    up.onPressedChanged: if (up.pressed) step(0, false)
}
