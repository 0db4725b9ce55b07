// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Controls

// A number as it is typed by hand, key by key.
Item {
    id: root

    property real hertz: 440 // what the field stands for

    height: 200
    width: 480

    NumberField {
        id: field

        maximum: 600
        minimum: 300
        name: "A4"
        number: root.hertz
        width: 300

        onCommitted: number => root.hertz = number
    }
    Toggle {
        id: next

        text: "Next"
        width: 300
        y: 100
    }
    SignalSpy {
        id: committed

        signalName: "committed"
        target: field
    }
    SignalSpy {
        id: accepted

        signalName: "accepted"
        target: field
    }
    TestCase {
        function type(text: string) {
            for (const letter of text)
                keyClick(letter);
        }
        function init() {
            next.forceActiveFocus();
            root.hertz = 440;
            field.forceActiveFocus();
            field.selectAll();
            committed.clear();
            accepted.clear();
            compare(field.contentItem.text, "440");
        }
        function test_nothingChangesUntilReturn() {
            type("415");
            compare(field.contentItem.text, "415");
            compare(committed.count, 0);
            compare(root.hertz, 440);
            keyClick(Qt.Key_Return);
            compare(root.hertz, 415);
            compare(committed.count, 1);
            compare(accepted.count, 1);
            compare(field.contentItem.text, "415");
        }
        function test_tenthsWithPointOrComma_data() {
            return [
                {
                    tag: "441.9",
                    hertz: 441.9
                },
                {
                    tag: "442,5",
                    hertz: 442.5
                },
                {
                    tag: "300",
                    hertz: 300
                },
                {
                    tag: "600.0",
                    hertz: 600
                }
            ];
        }
        function test_tenthsWithPointOrComma(data) {
            type(data.tag);
            keyClick(Qt.Key_Enter);
            compare(root.hertz, data.hertz);
            compare(Number(field.contentItem.text), data.hertz);
        }
        function test_whatCannotBeMeantCannotBeTyped() {
            type("44x-0.12e5");
            compare(field.contentItem.text, "440.1");
        }
        function test_tabCommits() {
            type("432");
            keyClick(Qt.Key_Tab);
            verify(next.activeFocus);
            compare(root.hertz, 432);
        }
        function test_tabSelectsAll() {
            keyClick(Qt.Key_End);
            keyClick(Qt.Key_Tab);
            keyClick(Qt.Key_Backtab);
            type("415");
            compare(field.contentItem.text, "415");
            keyClick(Qt.Key_Escape);
            type("416");
            compare(field.contentItem.text, "416");
        }
        function test_aClickElsewhereCommits() {
            type("432");
            mouseClick(next);
            compare(root.hertz, 432);
        }
        function test_escapeRestores() {
            type("415");
            keyClick(Qt.Key_Escape);
            compare(field.contentItem.text, "440");
            next.forceActiveFocus();
            compare(root.hertz, 440);
            compare(committed.count, 0);
        }
        function test_beyondTheRangeNothingIsCommitted_data() {
            return [
                {
                    tag: "30",
                    text: "30"
                },
                {
                    tag: "601",
                    text: "601"
                },
                {
                    tag: "299.9",
                    text: "299.9"
                },
                {
                    tag: ".",
                    text: "."
                },
                {
                    tag: "nothing",
                    text: ""
                }
            ];
        }
        function test_beyondTheRangeNothingIsCommitted(data) {
            keyClick(Qt.Key_Delete);
            type(data.text);
            compare(field.contentItem.text, data.text);
            verify(!field.isInRange);
            keyClick(Qt.Key_Return);
            compare(accepted.count, 0);
            compare(field.contentItem.text, data.text);
            next.forceActiveFocus();
            tryCompare(field.contentItem, "text", "440");
            verify(field.isInRange);
            compare(root.hertz, 440);
            compare(committed.count, 0);
        }
        function test_theArrowKeysStepFromWhatIsTyped() {
            type("415");
            keyClick(Qt.Key_Up);
            compare(root.hertz, 416);
            keyClick(Qt.Key_Down, Qt.ShiftModifier);
            compare(root.hertz, 415.9);
            keyClick(Qt.Key_Down);
            compare(root.hertz, 414.9);
            compare(field.contentItem.text, "414.9");
        }
        function test_theButtonsStepFromWhatIsTyped() {
            type("415");
            mouseClick(field.up.indicator);
            compare(root.hertz, 416);
            mouseClick(field.down.indicator);
            mouseClick(field.down.indicator);
            compare(root.hertz, 414);
            root.hertz = 600;
            mouseClick(field.up.indicator);
            compare(root.hertz, 600);
        }
        function test_whatIsSetElsewhereIsShown() {
            root.hertz = 443.2;
            compare(field.contentItem.text, "443.2");
        }

        name: "NumberField"
        when: windowShown
    }
}
