// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Tests

Item {
    id: root

    height: 200
    width: 720

    TunerModel {
        id: tuner
    }
    Feeder {
        id: feeder
    }
    CentsScale {
        id: scale

        height: 120
        stateColor: "white"
        tuner: tuner
        width: 720
    }
    TestCase {
        name: "CentsScale"
        when: windowShown

        function init() {
            feeder.forget(tuner);
        }

        function test_nothingHeardHasNoNeedle() {
            verify(!findChild(scale, "needle").visible);
        }

        function test_theNeedleStandsWhereThePitchIs() {
            feeder.playTone(tuner, 440 * Math.pow(2, 20 / 1200), 0.05);
            const needle = findChild(scale, "needle");
            verify(needle.visible);
            fuzzyCompare(needle.x + needle.width / 2, 360 + 20 * scale.pixelsPerCent, 1);
        }

        function test_theSpreadIsOneSigmaToEachSide() {
            feeder.playTone(tuner, 440, 6);
            const spread = findChild(scale, "spread");
            verify(spread.visible);
            fuzzyCompare(spread.width, 12 * scale.pixelsPerCent, 1);
            feeder.playTone(tuner, 550, 0.01);
            verify(!spread.visible, "thinner than the needle");
        }

        function test_inTuneClosesTheFrame() {
            feeder.playTone(tuner, 440, 0.05);
            compare(tuner.tuning, TunerModel.InTune);
            verify(scale.isInTune);
        }
    }
}
