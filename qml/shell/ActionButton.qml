// SPDX-License-Identifier: GPL-3.0-or-later
import Tunescope.Backend
import Tunescope.Controls

// A button of the bar for an action; its key and name come from the table.
BarButton {
    id: root

    required property AppAction appAction
    property string now // the present setting, spoken after the name

    key: appAction.key
    name: now.length > 0 ? qsTr("%1. Now: %2").arg(appAction.tip).arg(now) : appAction.tip

    onClicked: appAction.trigger(focusReason)
}
