// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls

// Takes the last change of the tuning or of A4 back.
PushButton {
    id: root

    required property TuningUndo undo

    objectName: "undoTuning"
    text: qsTr("Undo the last change")
    visible: undo.canUndo
    width: parent ? parent.width : 0

    onClicked: undo.undo()
}
