// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

// One part of the settings: a heading over its rows.
Column {
    id: root

    required property string title
    required property AppSettings settings

    spacing: Theme.gap
    width: parent ? parent.width : 0

    BodyText {
        Accessible.name: text
        Accessible.role: Accessible.Heading
        font.weight: Font.DemiBold
        text: root.title
        topPadding: Theme.margin
        width: parent.width
        wrapMode: Text.Wrap
    }
}
