// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtQuick.Templates as T

// A sheet over this one's parent, created when it is first opened and kept from then on. (Qt 6.4's Loader makes no bound components.)
Item {
    id: root

    required property Component component
    property T.Popup sheet: null // a Sheet; Qt 6.8 sometimes does not recognise its type

    property int openReason: Qt.OtherFocusReason // for the sheet's own
    readonly property bool isOpen: sheet !== null && sheet.visible // also while it opens and closes
    readonly property bool opened: sheet !== null && sheet.opened

    function close() {
        if (sheet)
            sheet.close();
    }
    function open() {
        openFor(Qt.OtherFocusReason);
    }
    // By a key: the focus is visible from the beginning.
    function openByKey() {
        openFor(Qt.ShortcutFocusReason);
    }
    function openFor(reason: int) {
        openReason = reason;
        if (!sheet)
            sheet = component.createObject(parent) as T.Popup;
        sheet.open();
    }
}
