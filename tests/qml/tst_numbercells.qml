// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import QtTest
import Tunescope.Controls

Item {
    id: root

    height: 100
    width: 400

    NumberCells {
        id: cells

        fractionCells: 2
        integerCells: 3
        pixelSize: 40
    }
    TestCase {
        name: "NumberCells"
        when: windowShown

        // x of each character
        function places(text) {
            cells.text = text;
            const found = [];
            for (let i = 0; i < cells.children.length; ++i) {
                const child = cells.children[i];
                if (child.text !== undefined && child.index !== undefined) {
                    found.push(child.x);
                }
            }
            return found;
        }

        function test_thePointKeepsItsPlace() {
            const wide = places("+12.34");
            const narrow = places("0.1");
            compare(narrow[1], wide[3]);
            compare(narrow[2], wide[4]);
        }

        function test_narrowAndWideDigitsTakeTheSameRoom() {
            const ones = places("11.11");
            const eights = places("88.88");
            compare(ones, eights);
        }

        function test_infinityStandsAtTheUnit() {
            const places = this.places("\u2212\u221e");
            compare(places[1] + cells.cell, cells.implicitWidth);
        }

        function test_nothingChangesTheWidth() {
            places("1.1");
            const width = cells.implicitWidth;
            places("+44.44");
            compare(cells.implicitWidth, width);
        }
    }
}
