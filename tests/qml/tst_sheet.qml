// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Controls

// A sheet that is higher than the window.
Item {
    id: window

    height: 320
    width: 480

    Sheet {
        id: sheet

        title: "Sheet"

        Repeater {
            id: buttons

            model: 12

            PushButton {
                required property int index
                property int clicks: 0

                text: "Button " + index

                onClicked: clicks += 1
            }
        }
    }
    TestCase {
        function shown(button: Item): bool {
            const view = findChild(sheet.contentItem, "view");
            const y = button.mapToItem(view, 0, 0).y;
            return y >= 0 && y + button.height <= view.height;
        }
        function test_whatHasTheFocusIsSeen() {
            sheet.open();
            tryVerify(() => sheet.opened);
            const [first, last] = [buttons.itemAt(0), buttons.itemAt(11)];
            verify(shown(first));
            verify(!shown(last));
            last.forceActiveFocus(Qt.TabFocusReason);
            tryVerify(() => shown(last));
            first.forceActiveFocus(Qt.TabFocusReason);
            tryVerify(() => shown(first));
            sheet.close();
        }

        function test_aSheetThatIsClosingTakesNoMoreClicks() {
            sheet.open();
            tryVerify(() => sheet.opened);
            const button = buttons.itemAt(0);
            mouseClick(button);
            compare(button.clicks, 1);
            sheet.close();
            verify(sheet.visible); // it fades
            mouseClick(button);
            sheet.open();
            mouseClick(button);
            compare(button.clicks, 2);
            sheet.close();
            tryVerify(() => !sheet.visible);
        }

        name: "Sheet"
        when: windowShown
    }
}
