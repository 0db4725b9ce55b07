// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Theme

Text {
    color: Theme.text
    font.family: Theme.family
    font.pixelSize: Theme.bodyText
    textFormat: Text.PlainText // names of devices are not markup
    verticalAlignment: Text.AlignVCenter
}
