// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Theme

// What goes on beyond an upper edge fades towards it.
Rectangle {
    height: Theme.size(28)

    gradient: Gradient {
        GradientStop {
            color: Theme.ground
            position: 0
        }
        GradientStop {
            color: Qt.alpha(Theme.ground, 0)
            position: 1
        }
    }
}
