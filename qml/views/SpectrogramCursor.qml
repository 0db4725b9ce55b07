// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The hands on a spectrogram, and the cursor's cross.
Item {
    id: root

    required property SpectrogramViewModel spectrogram
    required property Item owner // gets the keyboard

    readonly property bool isSeen: spectrogram.hasCursor && spectrogram.cursorX >= 0 && spectrogram.cursorX <= width

    clip: true

    Rectangle {
        color: "#c0ffffff"
        height: parent.height
        visible: root.isSeen
        width: Theme.hairline
        x: Math.floor(root.spectrogram.cursorX)
    }
    Rectangle {
        color: "#c0ffffff"
        height: Theme.hairline
        visible: root.isSeen
        width: parent.width
        y: Math.round(root.spectrogram.cursorY)
    }
    PointedAt {
        cursorShape: Qt.CrossCursor

        onHoveredChanged: {
            if (!hovered)
                root.spectrogram.unpoint();
        }
        onPointed: (x, y) => {
            if (!drag.active)
                root.spectrogram.pointAt(x, y);
        }
    }
    TapHandler {
        onTapped: eventPoint => {
            root.owner.forceActiveFocus(Qt.MouseFocusReason);
            root.spectrogram.pointAt(eventPoint.position.x, eventPoint.position.y);
        }
    }
    DragHandler {
        id: drag

        property point before

        target: null

        onActiveChanged: before = Qt.point(0, 0)
        onTranslationChanged: {
            root.spectrogram.scroll(before.x - translation.x);
            root.spectrogram.scrollFrequency((translation.y - before.y) / root.height);
            before = Qt.point(translation.x, translation.y);
        }
    }
    PinchHandler {
        property int steps: 0

        target: null

        onActiveChanged: steps = 0
        onActiveScaleChanged: {
            const wanted = root.spectrogram.stepsOf(activeScale);
            root.spectrogram.zoom(wanted - steps);
            steps = wanted;
        }
    }
    WheelHandler {
        property real turned: 0

        acceptedDevices: PointerDevice.Mouse | PointerDevice.TouchPad
        orientation: Qt.Vertical
        target: null

        onWheel: event => {
            if (event.modifiers & Qt.ControlModifier) {
                root.spectrogram.turnFrequency(-event.angleDelta.y / 120, event.y / root.height);
            } else if (event.modifiers & Qt.ShiftModifier) {
                root.spectrogram.scroll(-event.angleDelta.y);
            } else {
                turned -= event.angleDelta.y;
                const steps = Math.trunc(turned / 120);
                turned -= 120 * steps;
                root.spectrogram.zoom(steps);
            }
        }
    }
}
