// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The picture of a spectrum with its axes. The pointer reads values; dragging with it and the wheel move and zoom, with
// Shift the levels; two fingers zoom, one reads. With the keyboard: arrows move the cursor, Page Up and Page Down go
// from peak to peak, plus and minus zoom, up and down move the levels and zoom them with Shift, Home shows everything.
FocusScope {
    id: root

    required property SpectrumModel spectrum

    readonly property real axisWidth: Theme.size(width < Theme.size(600) ? 34 : 44)
    readonly property real keyboardHeight: Theme.size(height < Theme.size(240) ? 16 : 24)
    readonly property real labelHeight: Theme.size(20)

    function press(event: KeyEvent): bool {
        const isShift = event.modifiers & Qt.ShiftModifier;
        const at = spectrum.cursor < 0 ? 0.5 : spectrum.cursor;
        switch (event.key) {
        case Qt.Key_Left:
        case Qt.Key_Right:
            spectrum.moveCursor((event.key === Qt.Key_Left ? -1 : 1) * (isShift ? 20 : 1) / area.width);
            return true;
        case Qt.Key_PageUp:
        case Qt.Key_PageDown:
            spectrum.toPeak(event.key === Qt.Key_PageUp ? -1 : 1);
            return true;
        case Qt.Key_Up:
        case Qt.Key_Down:
            if (isShift)
                spectrum.zoomLevels(event.key === Qt.Key_Up ? 0.8 : 1.25, 0.5);
            else
                spectrum.panLevels(event.key === Qt.Key_Up ? -0.1 : 0.1);
            return true;
        case Qt.Key_Plus:
        case Qt.Key_Equal:
            spectrum.zoom(0.8, at);
            return true;
        case Qt.Key_Minus:
            spectrum.zoom(1.25, at);
            return true;
        case Qt.Key_Home:
            spectrum.reset();
            return true;
        }
        return false;
    }

    Accessible.description: spectrum.cursor >= 0 ? spectrum.cursorText : spectrum.peakText
    Accessible.focusable: true
    Accessible.name: qsTr("Spectrum")
    Accessible.role: Accessible.Chart
    activeFocusOnTab: true

    Keys.onEscapePressed: event => {
        event.accepted = root.spectrum.cursor >= 0;
        root.spectrum.setCursor(-1);
    }
    Keys.onPressed: event => event.accepted = root.press(event)
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape && root.spectrum.cursor >= 0

    SpectrumGrid {
        anchors.fill: parent
        axisWidth: root.axisWidth
        darkKey: Theme.isInk ? "#3a4653" : "#7b766b"
        family: Theme.family
        keyText: Theme.isInk ? "#0d1116" : "#191d21"
        keyboardHeight: root.keyboardHeight
        labelHeight: root.labelHeight
        lightKey: Theme.isInk ? "#a3b0bd" : "#fffdf8"
        line: Theme.line
        model: root.spectrum
        text: Theme.soft
        textSize: Theme.size(12)
    }
    Item {
        id: area

        clip: true
        height: root.height - root.keyboardHeight - root.labelHeight
        width: root.width - root.axisWidth
        x: root.axisWidth

        SpectrumTrace {
            anchors.fill: parent
            color: Qt.alpha(Theme.trace, root.spectrum.choice.mode > 0 ? 0.75 : 0.28)
            kind: SpectrumTrace.Area
            model: root.spectrum
        }
        SpectrumTrace {
            anchors.fill: parent
            color: Qt.alpha(Theme.sharp, 0.7)
            kind: SpectrumTrace.Highest
            lineWidth: Theme.size(root.spectrum.choice.mode > 0 ? 2 : 1)
            model: root.spectrum
            visible: root.spectrum.choice.hasHold
        }
        SpectrumTrace {
            anchors.fill: parent
            color: Theme.ghost
            kind: SpectrumTrace.Floor
            lineWidth: Theme.size(1)
            model: root.spectrum
            visible: root.spectrum.choice.hasFloor
        }
        SpectrumTrace {
            anchors.fill: parent
            color: Theme.trace
            kind: SpectrumTrace.Line
            lineWidth: Theme.size(1.5)
            model: root.spectrum
        }
        SpectrumPartials {
            anchors.fill: parent
            spectrum: root.spectrum
            visible: root.spectrum.choice.hasPartials && root.spectrum.choice.mode === 0
        }
        Rectangle {
            color: Theme.text
            height: parent.height
            opacity: 0.6
            visible: root.spectrum.cursor >= 0
            width: Theme.hairline
            x: Math.round(root.spectrum.cursor * area.width)
        }
        Rectangle {
            color: Theme.text
            height: width
            radius: width / 2
            visible: root.spectrum.cursor >= 0 && root.spectrum.hasValues
            width: Theme.size(7)
            x: Math.round(root.spectrum.cursor * area.width - width / 2)
            y: Math.round(root.spectrum.cursorLevel * area.height - height / 2)
        }
        SpectrumHand {
            anchors.fill: parent
            spectrum: root.spectrum

            onTouched: root.forceActiveFocus(Qt.MouseFocusReason)
        }
    }
    FocusRing {
        isShown: root.activeFocus && root.Window.active
    }
}
