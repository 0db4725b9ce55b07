// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// All strings of a strum: a row for each, from the last string to the first, as they lie under the player's eyes.
Item {
    id: root

    required property CaptureController controller

    readonly property int inset: Math.max(Theme.margin, Math.round((width - Theme.size(1100)) / 2))

    objectName: "strum"

    PolyStrum {
        id: strum

        controller: root.controller
        isActive: root.visible
        objectName: "polyStrum"
    }
    Item {
        anchors.fill: parent
        visible: !root.controller.run.isProblem

        Segments {
            id: instruments

            Accessible.name: qsTr("Instrument")
            currentIndex: strum.instrument
            objectName: "instruments"
            spacing: Theme.gap
            texts: strum.instruments
            width: Math.min(root.width - 2 * Theme.margin, Theme.size(260))
            x: Math.round((root.width - width) / 2)
            y: Theme.gap

            onChosen: index => strum.instrument = index
        }
        Column {
            id: rows

            readonly property int rowHeight: Math.round(Math.min((hint.y - y) / Math.max(1, strum.count), Theme.size(120)))

            width: root.width - 2 * root.inset
            x: root.inset
            y: instruments.y + instruments.height + Theme.gap

            Repeater {
                model: strum.strings

                StringRow {
                    height: rows.rowHeight
                    width: rows.width
                }
            }
        }
        BodyText {
            id: hint

            color: Theme.soft
            font.pixelSize: Theme.smallText
            objectName: "hint"
            text: root.controller.run.isPaused ? "" : strum.hasStrum ? qsTr("Strum again after tuning") : qsTr("Strum all open strings")
            x: Math.round((root.width - width) / 2)
            y: root.height - Math.max(height, status.visible ? status.height : 0) - Theme.gap
        }
        StatusLine {
            id: status

            controller: root.controller
            height: Theme.target
            objectName: "strumStatus"
            visible: root.controller.run.isPaused
            width: root.width - 2 * Theme.margin
            x: Theme.margin
            y: root.height - height - Theme.gap
        }
    }
    StatusPanel {
        anchors.fill: parent
        anchors.margins: Theme.margin
        controller: root.controller
        visible: root.controller.run.isProblem
    }
    PictureExport {
        controller: root.controller
    }
}
