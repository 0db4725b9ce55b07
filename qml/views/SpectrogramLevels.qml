// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The colours and their levels. Dragged in its upper half, the brightest level moves, in its lower half the darkest; by
// keys, up and down move the brightest, with Shift the darkest.
Item {
    id: root

    required property SpectrogramViewModel spectrogram

    Accessible.description: qsTr("Up and down move the brightest level, with Shift the darkest")
    Accessible.focusable: true
    Accessible.name: qsTr("Levels from %1 to %2 dBFS").arg(Math.round(spectrogram.floorDb)).arg(Math.round(spectrogram.topDb))
    Accessible.role: Accessible.Slider
    activeFocusOnTab: visible
    objectName: "spectrogramLevels"
    visible: width > 0

    Accessible.onDecreaseAction: spectrogram.moveLevels(0, -5)
    Accessible.onIncreaseAction: spectrogram.moveLevels(0, 5)
    Keys.onPressed: event => {
        const step = event.key === Qt.Key_Up ? 5 : event.key === Qt.Key_Down ? -5 : 0;
        event.accepted = step !== 0;
        if (event.modifiers & Qt.ShiftModifier)
            spectrogram.moveLevels(step, 0);
        else if (step !== 0)
            spectrogram.moveLevels(0, step);
    }

    SpectrogramScale {
        anchors.fill: parent
        color: Theme.soft
        family: Theme.family
        kind: SpectrogramScale.Levels
        model: root.spectrogram
        textSize: Theme.smallText
    }
    HoverHandler {
        cursorShape: Qt.SizeVerCursor
    }
    TapHandler {
        onTapped: root.forceActiveFocus(Qt.MouseFocusReason)
    }
    DragHandler {
        property real before: 0

        target: null
        xAxis.enabled: false

        onActiveChanged: before = 0
        onTranslationChanged: {
            // Down makes it brighter: the same colours stand for lower levels.
            const db = (before - translation.y) / root.height * 60;
            before = translation.y;
            if (centroid.pressPosition.y < root.height / 2)
                root.spectrogram.moveLevels(0, db);
            else
                root.spectrogram.moveLevels(db, 0);
        }
    }
    FocusRing {
        isShown: root.activeFocus
    }
}
