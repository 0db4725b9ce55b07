// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The lanes of a sound file, moved by hand, wheel, pinch and keys, with a cursor and a selection. A mouse selects, a
// finger scrolls.
Item {
    id: root

    required property TimelineModel timeline

    readonly property real plotLeft: plot.gutter
    readonly property real room: Math.max(1, Math.floor(width - plotLeft))

    // False: not a key of ours.
    function obey(key: int, isShift: bool, isControl: bool): bool {
        switch (key) {
        case Qt.Key_Left:
        case Qt.Key_Right:
            const step = key === Qt.Key_Left ? -1 : 1;
            isControl ? timeline.goToNote(step) : isShift ? timeline.movePoint(step) : timeline.scroll(0.1 * step);
            return true;
        case Qt.Key_Plus:
        case Qt.Key_Equal:
        case Qt.Key_Up:
            timeline.zoomKey(-1);
            return true;
        case Qt.Key_Minus:
        case Qt.Key_Down:
            timeline.zoomKey(1);
            return true;
        case Qt.Key_PageUp:
            timeline.scroll(-1);
            return true;
        case Qt.Key_PageDown:
            timeline.scroll(1);
            return true;
        case Qt.Key_Home:
            timeline.showAt(0);
            return true;
        case Qt.Key_End:
            timeline.showAt(1);
            return true;
        case Qt.Key_Return:
        case Qt.Key_Enter:
            timeline.selectNote();
            return true;
        case Qt.Key_A:
            if (isControl)
                timeline.selectAll();
            return isControl;
        }
        return false;
    }

    Accessible.description: qsTr("Left and right scroll, plus and minus zoom, Shift and left or right move the cursor, Ctrl and left or right go from note to note, Return selects the note, Home and End go to the beginning and the end")
    Accessible.focusable: true
    Accessible.name: qsTr("Timeline, %1").arg(timeline.spanText)
    Accessible.role: Accessible.Graphic
    activeFocusOnTab: true

    Keys.onEscapePressed: event => {
        event.accepted = timeline.hasSelection || timeline.hasCursor;
        timeline.hasSelection ? timeline.unselect() : timeline.unpoint();
    }
    Keys.onPressed: event => event.accepted = obey(event.key, event.modifiers & Qt.ShiftModifier, event.modifiers & Qt.ControlModifier)
    Keys.onShortcutOverride: event => event.accepted = event.key === Qt.Key_Escape && (timeline.hasSelection || timeline.hasCursor)

    TimelinePlot {
        id: plot

        anchors.fill: parent
        family: Theme.family
        flat: Theme.flat
        inTune: Theme.inTune
        lanes: TimelinePlot.Pitch | (height >= Theme.size(170) ? TimelinePlot.Wave : 0) | (height >= Theme.size(300) ? TimelinePlot.Level : 0) | (height >= Theme.size(400) ? TimelinePlot.Spectrogram : 0) | (height >= Theme.size(520) ? TimelinePlot.Loudness : 0)
        line: Theme.line
        model: root.timeline
        objectName: "timelinePlot"
        raised: Theme.raised
        sharp: Theme.sharp
        soft: Theme.soft
        text: Theme.text
        textSize: Theme.smallText
        trace: Theme.trace
        warning: Theme.warning
    }
    TimelineMarks {
        height: parent.height - plot.foot
        timeline: root.timeline
        width: root.room
        x: root.plotLeft
    }
    TimelineHands {
        id: hands

        anchors.fill: parent
        plotLeft: root.plotLeft
        room: root.room
        timeline: root.timeline

        onTouched: root.forceActiveFocus(Qt.MouseFocusReason)
    }
    FocusRing {
        isShown: root.activeFocus && !hands.isSelecting
    }
}
