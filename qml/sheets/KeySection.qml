// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The key on which the temperament begins, in two rows large enough for a finger.
Column {
    id: root

    required property TuningModel tuning
    property bool isEnabled: true

    readonly property int half: 6

    spacing: Theme.size(2)
    visible: isEnabled
    width: parent ? parent.width : 0

    Caption {
        text: qsTr("Key: the note that the scale begins on")
    }
    Segments {
        currentIndex: root.tuning.key < root.half ? root.tuning.key : -1
        objectName: "lowKeys"
        spacing: Theme.size(2)
        texts: [root.tuning.keyNames[0], root.tuning.keyNames[1], root.tuning.keyNames[2], root.tuning.keyNames[3], root.tuning.keyNames[4], root.tuning.keyNames[5]]
        width: parent.width

        onChosen: index => root.tuning.key = index
    }
    Segments {
        currentIndex: root.tuning.key >= root.half ? root.tuning.key - root.half : -1
        objectName: "highKeys"
        spacing: Theme.size(2)
        texts: [root.tuning.keyNames[6], root.tuning.keyNames[7], root.tuning.keyNames[8], root.tuning.keyNames[9], root.tuning.keyNames[10], root.tuning.keyNames[11]]
        width: parent.width

        onChosen: index => root.tuning.key = index + root.half
    }
}
