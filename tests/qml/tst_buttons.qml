// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Theme

Item {
    id: root

    height: 300
    width: 400

    Column {
        BarButton {
            id: bar

            key: "D"
            name: "Choose an input"
            symbol: IconItem.Microphone
        }
        BarButton {
            id: narrow

            name: "Choose an input"
            symbol: IconItem.Microphone
            text: "Monitor of TuneSink"
            width: 81 // what is left of a window 360 wide
        }
        PushButton {
            id: push

            text: "Play"
        }
        Toggle {
            id: toggle

            text: "Less motion"
            width: 300
        }
        Segments {
            id: segments

            texts: ["One", "Two", "Three"]
            width: 300
        }
    }
    SignalSpy {
        id: clicked

        signalName: "clicked"
    }
    SignalSpy {
        id: chosen

        signalName: "chosen"
        target: segments
    }
    TestCase {
        name: "Buttons"
        when: windowShown

        function test_aNarrowButtonKeepsItsTextNotItsIcon() {
            verify(narrow.hasText && !narrow.hasSymbol);
            narrow.width = narrow.implicitWidth;
            verify(narrow.hasText && narrow.hasSymbol);
            narrow.width = 44;
            verify(!narrow.hasText && narrow.hasSymbol);
        }

        function test_aFingerHitsThem() {
            for (const button of [bar, push, toggle]) {
                verify(button.width >= 44 && button.height >= 44, String(button));
            }
            for (let i = 0; i < segments.children.length; ++i) {
                verify(segments.children[i].height === 0 || segments.children[i].height >= 44);
            }
        }

        function test_theKeyboardPressesThem_data() {
            return [
                {
                    tag: "bar",
                    button: bar
                },
                {
                    tag: "push",
                    button: push
                }
            ];
        }

        function test_theKeyboardPressesThem(data) {
            clicked.target = data.button;
            clicked.clear();
            data.button.forceActiveFocus();
            keyClick(Qt.Key_Return);
            compare(clicked.count, 1);
            keyClick(Qt.Key_Space);
            compare(clicked.count, 2);
        }

        function test_theKeyboardTurnsTheSwitch() {
            toggle.forceActiveFocus();
            keyClick(Qt.Key_Return);
            verify(toggle.checked);
            keyClick(Qt.Key_Space);
            verify(!toggle.checked);
        }

        function test_aNameIsSaid() {
            compare(bar.Accessible.name, "Choose an input");
            compare(push.Accessible.name, "Play");
        }

        function test_theArrowKeysChooseASegment() {
            const chooseIt = index => segments.currentIndex = index;
            segments.chosen.connect(chooseIt);
            segments.currentIndex = 0;
            segments.children[0].forceActiveFocus(Qt.TabFocusReason);
            keyClick(Qt.Key_Right);
            compare(segments.currentIndex, 1);
            verify(segments.children[1].visualFocus);
            keyClick(Qt.Key_Down);
            keyClick(Qt.Key_Right); // at the end
            compare(segments.currentIndex, 2);
            verify(segments.children[2].visualFocus);
            keyClick(Qt.Key_Left);
            keyClick(Qt.Key_Up);
            keyClick(Qt.Key_Up);
            compare(segments.currentIndex, 0);
            segments.chosen.disconnect(chooseIt);
        }

        function test_tabComesToTheChosenSegmentOnly() {
            segments.currentIndex = 1;
            toggle.forceActiveFocus();
            keyClick(Qt.Key_Tab);
            verify(segments.children[1].activeFocus);
            keyClick(Qt.Key_Tab);
            verify(bar.activeFocus);
            keyClick(Qt.Key_Backtab);
            verify(segments.children[1].activeFocus);
            segments.currentIndex = 0;
        }

        function test_segmentsTellWhichWasChosen() {
            chosen.clear();
            mouseClick(segments, 150, 22);
            compare(chosen.count, 1);
            compare(chosen.signalArguments[0][0], 1);
        }
    }
}
