// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Theme

// Fades the content that continues beyond an upper edge.
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
