// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The tuning for others: a file, and a link that the web app opens.
Column {
    id: root

    required property TuningShare share

    spacing: Theme.gap
    width: parent ? parent.width : 0

    Caption {
        text: qsTr("Save and share")
    }
    PushButton {
        objectName: "saveTuning"
        text: qsTr("Save as a Scala file")
        width: parent.width

        onClicked: root.share.saveFile()
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        objectName: "webAddressHint"
        text: qsTr("A link opens this tuning in the web app. Type the address where your web app is served, such as https://tuner.example.org/ (docs/web.md says how to serve it). It is remembered.")
        visible: !root.share.isPage && root.share.address === ""
        width: parent.width
        wrapMode: Text.Wrap
    }
    SearchField {
        id: address

        maximumLength: 500
        name: qsTr("Address of the web app that links lead to")
        objectName: "webAddress"
        placeholderText: qsTr("https:// address of the web app")
        standing: root.share.address
        text: standing
        visible: !root.share.isPage
        width: parent.width

        onEditingFinished: {
            if (text !== standing)
                root.share.address = text;
            text = Qt.binding(() => standing);
        }
    }
    PushButton {
        objectName: "copyLink"
        text: qsTr("Copy a link to this tuning")
        visible: root.share.link !== ""
        width: parent.width

        onClicked: root.share.copyLink()
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        text: qsTr("This scale is too long for a link. Save it as a file instead.")
        visible: root.share.isTooLong
        width: parent.width
        wrapMode: Text.Wrap
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        font.weight: Font.DemiBold
        objectName: "shareMessage"
        text: root.share.message
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
}
