// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// The user's own piano: its keys are measured one by one, and the tuning follows the curve.
Sheet {
    id: root

    required property PianoModel piano
    required property WindowHost host

    signal filesRequested

    initialFocus: actions.firstButton
    preferredWidth: Theme.size(640)
    title: qsTr("Piano stretch")

    onAboutToHide: piano.isActive = false
    onAboutToShow: piano.isActive = true

    BodyText {
        font.weight: Font.DemiBold
        objectName: "pianoGuidance"
        text: root.piano.guidance
        width: parent.width
        wrapMode: Text.Wrap
    }
    ProgressLine {
        objectName: "pianoProgress"
        progress: root.piano.progress
    }
    BodyText {
        Accessible.name: text
        Accessible.role: root.piano.isProblem ? Accessible.AlertMessage : Accessible.StaticText
        color: root.piano.isProblem ? Theme.warning : Theme.soft
        font.weight: root.piano.isProblem ? Font.DemiBold : Font.Normal
        height: Math.max(implicitHeight, 2 * Theme.titleText)
        objectName: "pianoHeard"
        text: root.piano.heard
        width: parent.width
        wrapMode: Text.Wrap
    }
    StretchItem {
        Accessible.description: root.piano.summary
        Accessible.name: qsTr("Stretch curve")
        Accessible.role: Accessible.Graphic
        family: Theme.family
        grid: Theme.line
        height: Math.round(Math.min(width * 0.62, Theme.size(340)))
        line: Theme.trace
        lineWidth: Theme.size(2)
        model: root.piano
        objectName: "stretchCurve"
        text: Theme.soft
        textSize: Theme.smallText
        width: parent.width
    }
    BodyText {
        color: Theme.soft
        font.pixelSize: Theme.smallText
        objectName: "pianoSummary"
        text: root.piano.summary
        width: parent.width
        wrapMode: Text.Wrap
    }
    Caption {
        text: qsTr("Octaves in which these partials agree")
    }
    Segments {
        currentIndex: root.piano.octave
        objectName: "octaveTypes"
        spacing: Theme.size(4)
        texts: [...root.piano.octaves]
        width: parent.width

        onChosen: index => root.piano.octave = index
    }
    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.AlertMessage
        color: Theme.warning
        font.weight: Font.DemiBold
        objectName: "pianoMessage"
        text: root.piano.message
        visible: text !== ""
        width: parent.width
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    }
    StretchActions {
        id: actions

        isPage: root.host.isPage
        piano: root.piano

        onFilesRequested: root.filesRequested()
    }
    Caption {
        text: qsTr("Measured keys")
        visible: root.piano.measuredCount > 0
    }
    Repeater {
        model: root.piano.measuredKeys

        BodyText {
            required property string modelData

            font.pixelSize: Theme.smallText
            objectName: "measuredKey"
            text: modelData
            width: parent ? parent.width : 0
            wrapMode: Text.Wrap
        }
    }
}
