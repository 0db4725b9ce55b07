// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Backend
import Tunescope.Controls
import Tunescope.Tests
import Tunescope.Theme

Rectangle {
    id: root

    color: Theme.ground
    height: 200
    width: 1000

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
            scale.width = 720;
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

        function test_theBracketsAreOpen() {
            feeder.playTone(tuner, 440 * Math.pow(2, 20 / 1200), 0.05);
            const frame = findChild(scale, "frame");
            for (scale.width = 300; scale.width < 1000; scale.width += 13) {
                compare(frame.width % 1, 0, "on whole pixels: a GPU would blend a hairline there, width " + scale.width);
                compare(frame.x % 1, 0);
                waitForRendering(scale);
                const image = grabImage(root);
                const y = Math.round(scale.rulerHeight * 0.2); // above the shorter ticks
                for (const edge of [frame.x, frame.x + frame.width]) {
                    for (let x = Math.floor(edge) - 3; x < edge + 3; ++x) {
                        compare(String(image.pixel(x, y)), String(Theme.ground), "width " + scale.width + ", x " + x);
                    }
                }
            }
        }

        function test_theFrameHoldsTheNeedleWhileItIsInTune() {
            feeder.playTone(tuner, 440, 0.05);
            feeder.playTone(tuner, 440 * Math.pow(2, 2.4 / 1200), 0.05);
            compare(tuner.tuning, TunerModel.InTune);
            const frame = findChild(scale, "frame");
            const needle = findChild(scale, "needle");
            verify(needle.x + needle.width <= frame.x + frame.width);
        }

        function test_aNoteThatHasEndedHasNoNeedle() {
            feeder.playTone(tuner, 440, 6);
            feeder.fallSilent(tuner);
            verify(!findChild(scale, "needle").visible);
            verify(!findChild(scale, "spread").visible);
        }

        function test_inTuneClosesTheFrame() {
            feeder.playTone(tuner, 440, 0.05);
            compare(tuner.tuning, TunerModel.InTune);
            verify(scale.isInTune);
        }
    }
}
