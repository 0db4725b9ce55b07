// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Views
import Tunescope.Backend
import Tunescope.Tests

Item {
    id: root

    height: 100
    width: 600

    TunerModel {
        id: tuner
    }
    Feeder {
        id: feeder
    }
    TuningWord {
        id: word

        height: 30
        stateColor: "white"
        tuner: tuner
        width: 600
    }
    TestCase {
        name: "TuningWord"
        when: windowShown

        function center(): real {
            const text = findChild(word, "word");
            return text.mapToItem(word, text.width / 2, 0).x;
        }

        function test_theLastNoteIsCalledThat() {
            feeder.playTone(tuner, 440, 0.05);
            feeder.fallSilent(tuner);
            compare(findChild(word, "word").text, "Last note");
            feeder.forget(tuner);
            verify(!findChild(word, "word").visible);
        }

        function test_theWordOfAStringSaysWhichWayToTurn() {
            word.stringName = "A4";
            feeder.playTone(tuner, 440 * Math.pow(2, -20 / 1200), 0.05);
            compare(findChild(word, "word").text, "Flat, tune up");
            feeder.forget(tuner);
            feeder.playTone(tuner, 440 * Math.pow(2, 20 / 1200), 0.05);
            compare(findChild(word, "word").text, "Sharp, tune down");
            word.stringName = "A3 A4";
            compare(findChild(word, "word").text, "Sharp, tune down");
            word.stringName = "E4"; // a fret of it
            compare(findChild(word, "word").text, "Sharp");
            word.stringName = "";
            feeder.forget(tuner);
        }

        function test_stateIsAWordAndAPlace_data() {
            return [
                {
                    tag: "flat",
                    cents: -20,
                    text: "Flat",
                    side: -1
                },
                {
                    tag: "in tune",
                    cents: 0,
                    text: "In tune",
                    side: 0
                },
                {
                    tag: "sharp",
                    cents: 20,
                    text: "Sharp",
                    side: 1
                }
            ];
        }

        function test_stateIsAWordAndAPlace(data) {
            feeder.playTone(tuner, 440 * Math.pow(2, data.cents / 1200), 0.05);
            compare(findChild(word, "word").text, data.text);
            if (data.side === 0) {
                verify(Math.abs(center() - 300) < 40);
            } else {
                verify(data.side * (center() - 300) > 60);
            }
            feeder.forget(tuner);
        }
    }
}
