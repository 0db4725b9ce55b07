// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Theme

TestCase {
    id: root

    name: "Theme"

    function linear(part: real): real {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    function luminance(c: color): real {
        return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
    }

    // WCAG 2.1
    function contrast(a: color, b: color): real {
        const one = luminance(a);
        const other = luminance(b);
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    function test_contrastIsComputedAsInTheStandard() {
        fuzzyCompare(contrast(Qt.color("#000000"), Qt.color("#ffffff")), 21, 0.001);
        fuzzyCompare(contrast(Qt.color("#777777"), Qt.color("#ffffff")), 4.478, 0.001);
    }

    function test_textCanBeRead_data() {
        return [
            {
                tag: "Ink",
                ink: true
            },
            {
                tag: "Paper",
                ink: false
            }
        ];
    }

    function test_textCanBeRead(data) {
        Theme.isInk = data.ink;
        for (const name of ["text", "soft", "ghost", "inTune", "flat", "sharp", "warning", "trace"]) {
            verify(contrast(Theme[name], Theme.ground) >= 4.5, name + " on the ground: " + contrast(Theme[name], Theme.ground).toFixed(2));
        }
        for (const name of ["text", "soft"]) {
            verify(contrast(Theme[name], Theme.raised) >= 4.5, name + " on raised: " + contrast(Theme[name], Theme.raised).toFixed(2));
            verify(contrast(Theme[name], Theme.pressed) >= 4.5, name + " on pressed: " + contrast(Theme[name], Theme.pressed).toFixed(2));
        }
        // The note: in the colour of the text, or of what is in tune.
        for (const name of ["text", "inTune"]) {
            verify(contrast(Theme[name], Theme.ground) >= 7, name + " as the note: " + contrast(Theme[name], Theme.ground).toFixed(2));
        }
        verify(contrast(Theme.tick, Theme.ground) >= 3, "ticks: " + contrast(Theme.tick, Theme.ground).toFixed(2));
        Theme.isInk = true;
    }

    function test_fontsAreEmbedded() {
        compare(Theme.regularFont.status, FontLoader.Ready);
        compare(Theme.symbolFont.status, FontLoader.Ready);
        verify(Theme.family.indexOf("Inter") === 0, Theme.family);
        verify(Theme.displayFamily.indexOf("Inter Display") === 0, Theme.displayFamily);
    }

    function test_reducedMotionStopsAnimations() {
        Theme.isMotionReduced = true;
        compare(Theme.quick, 0);
        Theme.isMotionReduced = false;
        verify(Theme.quick > 0);
    }
}
