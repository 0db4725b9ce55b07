// SPDX-License-Identifier: GPL-3.0-or-later
pragma ComponentBehavior: Bound

import QtQuick
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Sheets

// The sheet of practice sessions, opened by its button or by a dropped file that cannot be used.
SheetLoader {
    id: root

    required property CaptureController controller

    objectName: "practiceFiles"

    component: PracticeSheet {
        host: root.controller.host
        openReason: root.openReason
        practice: root.controller.practice
    }

    Connections {
        function onRequested(): void {
            root.openFor(Qt.TabFocusReason);
        }

        target: root.controller.practice.files
    }
}
