// SPDX-License-Identifier: GPL-3.0-or-later
pragma Singleton

import QtQuick

// Colours, sizes, fonts and motion of the whole window. Ink is near-black and blue-grey, Paper warm white. The hues of the
// states are those of Okabe and Ito, with a lightness that is legible on each background (tst_theme.qml computes it).
QtObject {
    id: root

    property bool isInk: true
    property bool isMotionReduced: false
    property real scale: 1 // of what does not scale with its view: 1 up to a laptop, more on a wall

    readonly property color ground: isInk ? "#0d1116" : "#faf7f1"
    readonly property color raised: isInk ? "#171d25" : "#f0ebe1"
    readonly property color pressed: isInk ? "#232c37" : "#e4ddcf"
    readonly property color line: isInk ? "#28323d" : "#dcd5c7"
    readonly property color tick: isInk ? "#5d6b79" : "#8f897c"
    readonly property color text: isInk ? "#eef2f6" : "#191d21"
    readonly property color soft: isInk ? "#a3b0bd" : "#525b64"
    readonly property color ghost: isInk ? "#7a8895" : "#6c6f70"
    readonly property color trace: isInk ? "#9fc3dc" : "#33566f"
    readonly property color inTune: isInk ? "#35d3a3" : "#005c43"
    readonly property color flat: isInk ? "#64b5ef" : "#00609b"
    readonly property color sharp: isInk ? "#f0ab2d" : "#8a5300"
    readonly property color warning: isInk ? "#ff8a5c" : "#ae3f00"
    readonly property color veil: isInk ? "#b0000000" : "#66302c24"

    readonly property string family: regularFont.name
    readonly property string displayFamily: displayFont.name
    readonly property string symbolFamily: symbolFont.name

    readonly property int smallText: size(13)
    readonly property int bodyText: size(15)
    readonly property int titleText: size(20)
    readonly property int gap: size(8)
    readonly property int margin: size(16)
    readonly property int target: size(44) // the minimum size for a finger
    readonly property int radius: size(10)
    readonly property int hairline: Math.max(1, Math.round(scale))

    readonly property int quick: isMotionReduced ? 0 : 140

    readonly property FontLoader regularFont: FontLoader {
        source: "qrc:/tunescope/fonts/regular.otf"
    }
    readonly property FontLoader mediumFont: FontLoader {
        source: "qrc:/tunescope/fonts/medium.otf"
    }
    readonly property FontLoader semiBoldFont: FontLoader {
        source: "qrc:/tunescope/fonts/semibold.otf"
    }
    readonly property FontLoader displayFont: FontLoader {
        source: "qrc:/tunescope/fonts/display.otf"
    }
    readonly property FontLoader displayMediumFont: FontLoader {
        source: "qrc:/tunescope/fonts/display-medium.otf"
    }
    readonly property FontLoader symbolFont: FontLoader {
        source: "qrc:/tunescope/fonts/symbols.ttf"
    }

    function size(pixels: real): int {
        return Math.round(pixels * root.scale);
    }
}
