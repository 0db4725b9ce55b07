// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Theme

// What can be dragged on the scope's screen: the trigger's place, level and hysteresis, and the cursors.
Item {
    id: root

    required property ScopeModel scope

    Rectangle {
        color: Theme.sharp
        height: Math.max(0, Math.min(1, root.scope.hysteresisBottom) * root.height - y)
        opacity: 0.1
        visible: level.visible && (level.isActive || hysteresis.isActive || root.scope.hysteresisBottom - root.scope.hysteresisTop > 0.02)
        width: root.width
        y: Math.max(0, Math.min(1, root.scope.hysteresisTop)) * root.height
    }
    ScopeMarker {
        anchors.fill: parent
        color: Theme.soft
        letter: "T"
        name: qsTr("Place of the trigger: %1 %").arg(Math.round(root.scope.triggerX * 100))
        objectName: "triggerPlace"
        place: root.scope.triggerX
        visible: root.scope.hasTrigger

        onMoved: place => root.scope.setTriggerX(place)
    }
    ScopeMarker {
        id: level

        anchors.fill: parent
        color: Theme.sharp
        isLevel: true
        letter: "L"
        name: qsTr("Trigger level: %1").arg(root.scope.levelText)
        objectName: "triggerLevel"
        place: root.scope.levelY
        visible: root.scope.hasTrigger

        onMoved: place => root.scope.setLevelY(place)
    }
    ScopeMarker {
        id: hysteresis

        anchors.fill: parent
        color: Theme.sharp
        hasLine: isActive
        isLevel: true
        isOpposite: true
        letter: "H"
        name: qsTr("Hysteresis of the trigger: %1").arg(root.scope.hysteresisText)
        objectName: "hysteresis"
        place: root.scope.hysteresisBottom
        visible: level.visible && !root.scope.cursors.hasLevel

        onMoved: place => root.scope.setHysteresisY(place)
    }
    Repeater {
        model: root.scope.cursors.hasTime ? 2 : 0

        ScopeMarker {
            required property int index

            anchors.fill: parent
            color: Theme.inTune
            isOpposite: true
            letter: index === 0 ? "A" : "B"
            name: root.scope.cursors.timeTexts[index]
            objectName: "timeCursor" + letter
            place: root.scope.cursors.timeX[index]

            onMoved: place => root.scope.cursors.setTimeX(index, place)
            onNudged: samples => root.scope.cursors.nudgeTime(index, samples)
        }
    }
    Repeater {
        model: root.scope.cursors.hasLevel ? 2 : 0

        ScopeMarker {
            required property int index

            anchors.fill: parent
            color: Theme.flat
            isLevel: true
            isOpposite: true
            letter: index === 0 ? "a" : "b"
            name: root.scope.cursors.levelTexts[index]
            objectName: "levelCursor" + letter
            place: root.scope.cursors.levelY[index]

            onMoved: place => root.scope.cursors.setLevelY(index, place)
        }
    }
}
