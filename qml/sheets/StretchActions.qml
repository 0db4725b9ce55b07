// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// What can be done with a measured piano.
Flow {
    id: root

    required property PianoModel piano
    property bool isPage: false
    readonly property Item firstButton: useButton

    signal filesRequested

    spacing: Theme.gap
    width: parent ? parent.width : 0

    PushButton {
        id: useButton

        enabled: root.piano.isInForce || root.piano.measuredCount > 0
        isPrimary: !root.piano.isInForce && enabled
        objectName: "useStretch"
        opacity: enabled ? 1 : 0.5
        text: root.piano.isInForce ? qsTr("Stop using this stretch") : qsTr("Tune with this stretch")

        onClicked: root.piano.isInForce ? root.piano.stopUsing() : root.piano.use()
    }
    PushButton {
        objectName: "skipKey"
        text: qsTr("Skip %1").arg(root.piano.nextKey)
        visible: root.piano.nextKey !== ""

        onClicked: root.piano.skip()
    }
    PushButton {
        enabled: root.piano.canUndo
        objectName: "undoStretch"
        opacity: enabled ? 1 : 0.5
        text: qsTr("Undo")

        onClicked: root.piano.undo()
    }
    PushButton {
        objectName: "clearStretch"
        text: qsTr("Remove all keys")
        visible: root.piano.measuredCount > 0

        onClicked: root.piano.clear()
    }
    PushButton {
        objectName: "stretchFiles"
        text: qsTr("Open or save a file")
        visible: !root.isPage

        onClicked: root.filesRequested()
    }
    PushButton {
        objectName: "openStretchFile"
        text: qsTr("Open a file")
        visible: root.isPage

        onClicked: root.piano.requestOpen()
    }
    PushButton {
        objectName: "saveStretchFile"
        text: qsTr("Save as a file")
        visible: root.isPage && root.piano.measuredCount > 0

        onClicked: root.piano.requestSave()
    }
}
