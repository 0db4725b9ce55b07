// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The strings of the instrument: the sounding one is filled, a locked one has a frame and the word for it. A click locks
// a string, another one unlocks it. Where there is no room for all of them, they scroll, and the one that sounds, is
// locked or has the keyboard comes into view.
Item {
    id: root

    required property InstrumentModel instrument

    readonly property int count: instrument.stringNames.length
    readonly property int cell: count > 0 ? Math.max(Theme.target, Math.floor(Math.min(Theme.size(96), width / count))) : 0
    readonly property int shown: instrument.locked >= 0 ? instrument.locked : instrument.sounding

    function reveal(index: int): void {
        if (index < 0)
            return;
        const left = index * cell;
        const margin = Math.min(cell / 2, (strings.width - cell) / 2); // so that the next one is seen to be there
        strings.contentX = Math.max(0, Math.min(strings.contentWidth - strings.width, Math.max(left + cell + margin - strings.width, Math.min(strings.contentX, left - margin))));
    }

    onCellChanged: later.restart()
    onShownChanged: reveal(shown)

    Accessible.role: Accessible.Grouping
    height: count > 0 ? Theme.target + Theme.gap : 0
    visible: count > 0

    Timer {
        id: later

        interval: 0

        onTriggered: root.reveal(root.shown)
    }
    Flickable {
        id: strings

        boundsBehavior: Flickable.StopAtBounds
        clip: contentWidth > width
        contentHeight: height
        contentWidth: root.count * root.cell
        flickableDirection: Flickable.HorizontalFlick
        height: parent.height
        objectName: "strings"
        width: Math.min(root.width, contentWidth)
        x: Math.round((root.width - width) / 2)

        Repeater {
            model: root.instrument.stringNames

            T.AbstractButton {
                id: string

                required property int index
                required property string modelData

                readonly property bool isSounding: index === root.instrument.sounding
                readonly property bool isLocked: index === root.instrument.locked
                readonly property string number: String(root.count - index)

                Accessible.checked: isLocked
                Accessible.name: isLocked ? qsTr("String %1, %2, locked").arg(number).arg(modelData) : isSounding ? qsTr("String %1, %2, sounding").arg(number).arg(modelData) : qsTr("String %1, %2").arg(number).arg(modelData)
                Accessible.role: Accessible.CheckBox
                focusPolicy: Qt.StrongFocus
                height: Theme.target
                hoverEnabled: true
                objectName: "string" + number
                width: root.cell
                x: index * root.cell

                background: Rectangle {
                    anchors.fill: parent
                    anchors.margins: Theme.size(2)
                    border.color: string.isLocked ? Theme.text : Theme.line
                    border.width: string.isLocked ? Theme.size(2) : Theme.hairline
                    color: string.isSounding ? Theme.pressed : string.hovered ? Theme.raised : "transparent"
                    radius: Theme.radius

                    FocusRing {
                        isShown: string.visualFocus
                    }
                }
                contentItem: BodyText {
                    color: string.isSounding || string.isLocked ? Theme.text : Theme.soft
                    font.pixelSize: root.cell < Theme.size(40) ? Theme.smallText : Theme.bodyText
                    font.weight: string.isSounding ? Font.DemiBold : Font.Normal
                    horizontalAlignment: Text.AlignHCenter
                    text: string.modelData
                    verticalAlignment: Text.AlignVCenter
                }

                Keys.onEnterPressed: clicked()
                Keys.onReturnPressed: clicked()
                onActiveFocusChanged: if (activeFocus)
                    root.reveal(index)
                onClicked: root.instrument.toggleLock(index)
            }
        }
    }
}
