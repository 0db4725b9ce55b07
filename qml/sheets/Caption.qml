// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// What the control below it sets.
BodyText {
    color: Theme.soft
    width: parent ? parent.width : implicitWidth
    wrapMode: Text.Wrap
}
