// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Tests

Item {
    id: root

    height: 100
    width: 300

    LevelModel {
        id: level
    }
    Feeder {
        id: feeder
    }
    LevelMeter {
        id: meter

        level: level
        width: 300
    }
    TestCase {
        name: "LevelMeter"
        when: windowShown

        function test_barAndHeldPeak() {
            feeder.showLevel(level, -30, -15, 0);
            fuzzyCompare(findChild(meter, "bar").width, 150, 1);
            fuzzyCompare(findChild(meter, "held").x, 0.75 * 298, 1);
            compare(findChild(meter, "caption").text, "Level");
        }

        function test_clippingIsSaidInWords() {
            feeder.showLevel(level, -3, 0, 3);
            verify(findChild(meter, "caption").text.indexOf("Clips") === 0);
        }
    }
}
