// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

// In a TextInput: a finger's tap selects its text, to be typed over.
TapHandler {
    id: root

    // The input itself places its cursor by the same tap, after this.
    readonly property Timer later: Timer {
        interval: 0

        onTriggered: (root.parent as TextInput).selectAll()
    }

    acceptedDevices: PointerDevice.TouchScreen

    onTapped: later.start()
}
