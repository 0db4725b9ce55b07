// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Backend
import Tunescope.Tests

Rectangle {
    id: root

    color: "black"
    height: 100
    width: 200

    WaveformModel {
        id: wave
    }
    Feeder {
        id: feeder
    }
    WaveformItem {
        id: item

        anchors.fill: parent
        color: "white"
        model: wave
    }
    SignalSpy {
        id: consumed

        signalName: "consumed"
        target: wave
    }
    TestCase {
        name: "WaveformItem"
        when: windowShown

        function test_aFrameIsDrawnAndAcknowledged() {
            consumed.clear();
            feeder.showSine(wave, 0.8);
            tryVerify(() => consumed.count > 0);
            const image = grabImage(root);
            let lit = 0;
            for (let x = 0; x < 200; x += 2) {
                for (let y = 0; y < 100; ++y) {
                    if (image.red(x, y) > 128) {
                        ++lit;
                        break;
                    }
                }
            }
            verify(lit > 90, "columns with a trace: " + lit);
        }

        function test_aHiddenViewAsksForNothing() {
            consumed.clear();
            feeder.showSine(wave, 0.8);
            tryVerify(() => consumed.count > 0);
            item.visible = false;
            waitForRendering(root);
            consumed.clear();
            feeder.showSine(wave, 0.8);
            wait(30);
            compare(consumed.count, 0);
            item.visible = true;
            tryVerify(() => consumed.count > 0);
        }
    }
}
