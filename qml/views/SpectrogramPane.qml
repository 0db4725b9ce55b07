// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The picture of a spectrogram between its scales, moved by hand, wheel, pinch and keys, with a cursor.
Item {
    id: root

    required property SpectrogramViewModel spectrogram

    readonly property bool isNarrow: width < Theme.size(500)
    readonly property int foot: Theme.size(20)

    Accessible.description: qsTr("Left and right scroll, plus and minus zoom in time, Page up and Page down in pitch, up and down move it, Shift and an arrow move the cursor, Home and End go to the oldest and the newest")
    Accessible.focusable: true
    Accessible.name: qsTr("Spectrogram, %1").arg(spectrogram.placeText)
    Accessible.role: Accessible.Graphic
    activeFocusOnTab: true

    Keys.onEscapePressed: event => {
        event.accepted = spectrogram.hasCursor;
        spectrogram.unpoint();
    }
    Keys.onPressed: event => {
        event.accepted = true;
        const isCursor = event.modifiers & Qt.ShiftModifier;
        switch (event.key) {
        case Qt.Key_Left:
            isCursor ? spectrogram.movePoint(-1, 0) : spectrogram.scroll(-picture.width / 10);
            break;
        case Qt.Key_Right:
            isCursor ? spectrogram.movePoint(1, 0) : spectrogram.scroll(picture.width / 10);
            break;
        case Qt.Key_Up:
            isCursor ? spectrogram.movePoint(0, 1) : spectrogram.scrollFrequency(0.1);
            break;
        case Qt.Key_Down:
            isCursor ? spectrogram.movePoint(0, -1) : spectrogram.scrollFrequency(-0.1);
            break;
        case Qt.Key_Plus:
        case Qt.Key_Equal:
            spectrogram.zoom(-1);
            break;
        case Qt.Key_Minus:
            spectrogram.zoom(1);
            break;
        case Qt.Key_PageUp:
            spectrogram.zoomFrequency(0.5, 0.5);
            break;
        case Qt.Key_PageDown:
            spectrogram.zoomFrequency(2, 0.5);
            break;
        case Qt.Key_Home:
            spectrogram.goToOldest();
            break;
        case Qt.Key_End:
            spectrogram.goLive();
            break;
        default:
            event.accepted = false;
        }
    }
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape && spectrogram.hasCursor

    FocusRing {
        isShown: root.activeFocus
        z: 1
    }
    SpectrogramScale {
        id: notes

        color: Theme.soft
        family: Theme.family
        height: picture.height
        kind: SpectrogramScale.Notes
        model: root.spectrogram
        textSize: Theme.smallText
        width: Theme.size(30)
    }
    SpectrogramItem {
        id: picture

        grid: "#50ffffff"
        ground: Theme.raised
        height: root.height - root.foot
        model: root.spectrogram
        objectName: "spectrogram"
        width: hertz.x - x - Theme.size(5)
        x: notes.width + Theme.size(5)
    }
    SpectrogramScale {
        id: hertz

        color: Theme.soft
        family: Theme.family
        height: picture.height
        kind: SpectrogramScale.Hertz
        model: root.spectrogram
        textSize: Theme.smallText
        width: Theme.size(34)
        x: levels.x - width - (levels.visible ? Theme.size(4) : 0)
    }
    SpectrogramLevels {
        id: levels

        height: picture.height
        spectrogram: root.spectrogram
        width: root.isNarrow ? 0 : Theme.size(44)
        x: root.width - width
    }
    SpectrogramScale {
        color: Theme.soft
        family: Theme.family
        height: root.foot
        kind: SpectrogramScale.Times
        model: root.spectrogram
        textSize: Theme.smallText
        width: picture.width
        x: picture.x
        y: picture.height
    }
    SpectrogramCursor {
        anchors.fill: picture
        objectName: "spectrogramCursor"
        owner: root
        spectrogram: root.spectrogram
    }
}
