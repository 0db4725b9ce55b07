#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strums of the real executable (--poly): what is written of strings whose pitches are known."""

import cmath
import math

from harness import check, check_error, finish, path, records, run, wav, write

RATE = 24000
GUITAR = {6: ("E2", 40), 5: ("A2", 45), 4: ("D3", 50), 3: ("G3", 55), 2: ("B3", 59), 1: ("E4", 64)}
BASS = {4: ("E1", 28), 3: ("A1", 33), 2: ("D2", 38), 1: ("G2", 43)}
OFF = {6: -12.5, 5: 7.25, 4: 21, 3: -3.5, 2: 15, 1: -18}


def strum(strings, a4=440.0, muted=(), seconds=1.5, start=0.3):
    """Stiff plucked strings, OFF cents from their notes, 10 ms apart."""
    samples = [0.0] * int(seconds * RATE)
    for turn, (string, (_, key)) in enumerate(strings.items()):
        if string in muted:
            continue
        first = a4 * 2 ** ((key - 69 + OFF[string] / 100) / 12)
        begin = int((start + 0.01 * turn) * RATE)
        for partial in range(1, 13):
            hertz = partial * first * math.sqrt((1 + 8e-5 * partial * partial) / (1 + 8e-5))
            if hertz > 0.4 * RATE:
                break
            amplitude = 0.08 * math.sin(math.pi * partial * 0.23) / partial
            value = cmath.rect(amplitude, 1.7 * partial + turn)
            step = cmath.rect(math.exp(-(1.2 + 0.1 * partial) / RATE), 2 * math.pi * hertz / RATE)
            for i in range(begin, len(samples)):
                samples[i] += value.imag
                value *= step
    return write("strum.wav", wav(samples, rate=RATE, is_float=True))


def strums(file, *options):
    result = run(file, "--format", "json", *options)
    check("JSON: all is well", result.returncode == 0 and result.stderr == b"", result.stderr)
    return [r for r in records(result) if r["type"] == "strum"]


def check_strings(name, found, strings, muted=()):
    check(f"{name}: all strings, from the last to the first", [(s["string"], s["note"]) for s in found] ==
          [(string, note) for string, (note, _) in strings.items()], found)
    for s in found:
        keys = ["string", "note", "cents", "sigmaCents", "confidence", "heard"]
        check(f"{name}: keys in order", list(s) == keys, s)
        if s["string"] in muted:
            check(f"{name}: a muted string is missing", s["heard"] is False and [s[k] for k in keys[2:5]] == [None] * 3, s)
        else:
            check(f"{name}: cents of string {s['string']}", s["heard"] is True and abs(s["cents"] - OFF[s["string"]]) < 1 and
                  0 < s["sigmaCents"] < 2 and 0.5 < s["confidence"] <= 1, s)


def check_readings():
    file = strum(GUITAR)
    found = strums(file, "--poly", "guitar")
    check("the first reading comes in time", 0.3 < found[0]["t"] <= 0.3 + 0.05 + 0.35, found[0])
    check("refined until a second later", len(found) >= 4 and 1.2 < found[-1]["t"] < 1.38, [r["t"] for r in found])
    check_strings("guitar", found[-1]["strings"], GUITAR)
    check("no strums without the option", not strums(file))
    text = run(file, "--poly", "guitar").stdout.decode()
    check("text: a line for each reading", text.count(" s  strum  E2 -12.5  A2 +7.2") + text.count(" s  strum  E2 -12.5  A2 +7.3") >= 3 and
          " ...\n" in text, text)
    check_strings("muted", strums(strum(GUITAR, muted=(2,)), "--poly", "guitar")[-1]["strings"], GUITAR, muted=(2,))
    dropped = {**GUITAR, 6: ("D2", 38)}
    check_strings("another tuning", strums(strum(dropped), "--poly", "guitar-drop-d")[-1]["strings"], dropped)
    check_strings("bass", strums(strum(BASS), "--poly", "bass")[-1]["strings"], BASS)


def check_settings():
    file = strum(GUITAR, a4=430)
    check_strings("another A4", strums(file, "--poly", "guitar", "--a4", "430")[-1]["strings"], GUITAR)
    german = strums(file, "--poly", "guitar", "--a4", "430", "--notation", "german")[-1]["strings"]
    check("notation", [s["note"] for s in german] == ["E2", "A2", "D3", "G3", "H3", "E4"], german)
    # The middle key plays no degree, so the map has no first note of the scale.
    keymap = write("middle.kbm", b"0\n61\n64\n60\n69\n440\n0\n")
    check("a keymap without the middle key", len(strums(file, "--poly", "guitar", "--keymap", keymap)) > 0)
    for name, reason in (("lute-99", "which is no instrument"), ("ukulele", "which is neither a guitar nor a bass"),
                         ("guitar-12", "whose courses of two strings cannot be told apart in a strum"),
                         ("bass-clarinet", "which has no strings")):
        check_error(f"--poly {name}: why, and which there are", run(file, "--poly", name), 2,
                    f"--poly cannot be '{name}', {reason}; give a guitar or a bass whose strings sound one by one: guitar, guitar-drop-d, ")


check_readings()
check_settings()
finish()
