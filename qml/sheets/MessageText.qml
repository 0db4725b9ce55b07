// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Controls
import Tunescope.Theme

// What became of a request; not there without words.
BodyText {
    property bool isProblem: false

    Accessible.name: text
    Accessible.role: Accessible.AlertMessage
    color: isProblem ? Theme.warning : Theme.text
    font.weight: Font.DemiBold
    visible: text !== ""
    width: parent ? parent.width : 0
    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
}
