// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// A tuning of one's own: twelve notes in cents against equal temperament, and a name.
Sheet {
    id: root

    required property TuningModel tuning

    readonly property TuningEditor editor: tuning.editor

    initialFocus: name
    preferredWidth: Theme.size(560)
    title: qsTr("Edit the tuning")

    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.editor.isOfTwelve ? qsTr("Cents against equal temperament, from %1. What you change holds at once.").arg(root.editor.referenceName) : qsTr("What is in force has other notes than twelve. The first change begins from equal temperament.")
        width: parent.width
        wrapMode: Text.Wrap
    }
    Caption {
        text: qsTr("Name")
    }
    SearchField {
        id: name

        name: qsTr("Name of the tuning")
        objectName: "tuningName"
        standing: root.editor.name
        text: standing
        width: parent.width

        onEditingFinished: {
            if (text !== standing)
                root.editor.name = text;
            text = Qt.binding(() => standing);
        }
    }
    Repeater {
        model: root.editor

        Row {
            id: line

            required property int index
            required property string note
            required property real cents
            required property bool isReference

            spacing: Theme.gap
            width: parent ? parent.width : 0

            BodyText {
                anchors.verticalCenter: parent.verticalCenter
                font.pixelSize: Theme.titleText
                font.weight: Font.DemiBold
                text: line.note
                width: Theme.size(56)
            }
            BodyText {
                color: Theme.soft
                height: Theme.target
                text: qsTr("0, the note that all are counted from")
                verticalAlignment: Text.AlignVCenter
                visible: line.isReference
                width: line.width - Theme.size(56) - Theme.gap
                wrapMode: Text.Wrap
            }
            NumberField {
                factor: 100
                higherName: qsTr("%1 one cent higher").arg(line.note)
                lowerName: qsTr("%1 one cent lower").arg(line.note)
                maximum: root.editor.maxCents
                minimum: -root.editor.maxCents
                name: qsTr("%1, in cents from equal temperament").arg(line.note)
                number: line.cents
                objectName: "cents" + line.index
                unit: qsTr("cents")
                visible: !line.isReference
                width: line.width - Theme.size(56) - Theme.gap

                onCommitted: number => root.editor.setCents(line.index, number)
            }
        }
    }
    UndoButton {
        undo: root.tuning.undo
    }
    ShareSection {
        share: root.tuning.share
    }
    IntervalSection {
        table: root.tuning.table
    }
}
