// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// What a view exports: a press does it and closes the sheet; the view says where the file is.
Sheet {
    id: root

    required property ViewExport exports

    readonly property bool hasTable: exports.tools !== null && exports.tools.hasTable
    readonly property int half: Math.floor((width - leftPadding - rightPadding - Theme.gap) / 2)

    initialFocus: first
    title: qsTr("Export")

    component Choice: PushButton {
        leftPadding: Theme.gap
        rightPadding: Theme.gap
        width: root.half

        onClicked: root.close()
    }

    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: root.exports.isPage ? qsTr("Files go to the browser's downloads; nothing is sent anywhere.") : qsTr("Files go to %1; nothing is sent anywhere.").arg(root.exports.folder)
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    Grid {
        columnSpacing: Theme.gap
        columns: 2
        rowSpacing: Theme.gap

        Choice {
            id: first

            isPrimary: true
            objectName: "exportPicture"
            text: qsTr("Picture (PNG)")

            onClicked: root.exports.savePicture()
        }
        Choice {
            objectName: "exportCopyPicture"
            text: qsTr("Copy picture")

            onClicked: root.exports.copyPicture()
        }
        Choice {
            objectName: "exportTable"
            text: qsTr("Table (CSV)")
            visible: root.hasTable

            onClicked: root.exports.saveTable()
        }
        Choice {
            objectName: "exportCopyTable"
            text: qsTr("Copy table")
            visible: root.hasTable

            onClicked: root.exports.copyTable()
        }
        Choice {
            objectName: "exportSettings"
            text: qsTr("Settings (JSON)")
            visible: root.exports.tools !== null && root.exports.tools.hasSettings

            onClicked: root.exports.saveSettings()
        }
    }
}
