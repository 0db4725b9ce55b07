#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which notes are printed: text and note records name no note that the window would not show, from the attack to the tail."""

import math
import random

from harness import check, finish, of_type, records, run, wav, write

RATE = 48000
START_S = 0.5
NAMES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]


def name_of(midi):
    return f"{NAMES[midi % 12]}{midi // 12 - 1}"


def plucked(midi, room, click, seconds=1.0):
    """A string after half a second: partials that decay the faster the higher they are, the noise of the room and of the
    plectrum."""
    noise = random.Random(midi)
    hertz = 440 * 2 ** ((midi - 69) / 12)
    partials = [(2 * math.pi * n * hertz * math.sqrt(1 + 1e-4 * n * n), 0.3 * math.sin(0.7 * n) / (n * n), 1.5 + 0.4 * n)
                for n in range(1, 13) if n * hertz < 0.4 * RATE]
    samples = []
    for i in range(int((START_S + seconds) * RATE)):
        t = i / RATE - START_S
        value = noise.gauss(0, room)
        if t >= 0:
            value += click * math.exp(-t / 0.03) * noise.gauss(0, 1)
            value += sum(a * math.exp(-t * d) * math.sin(w * t) for w, a, d in partials)
        samples.append(value)
    return samples


def printed(lines):
    """Time and note of each line for a reading; None where no note is named."""
    found = []
    for line in lines:
        fields = line.split()
        if line.endswith("dBFS") and fields[1] == "s":
            found.append((float(fields[0]), None if fields[2] == "-" else fields[2]))
    return found


def check_string(midi, room, click):
    file = write(f"string{midi}.wav", wav(plucked(midi, room, click), is_float=True))
    everything = records(run("--input", file, "--format", "json"))
    frames = of_type(everything, "frame")
    notes = of_type(everything, "note")
    lines = printed(run("--input", file).stdout.decode().splitlines())
    name = name_of(midi)
    check(f"{name}: a line for each reading", len(lines) == len(frames), f"{len(lines)} and {len(frames)}")
    check(f"{name}: no other note is printed", {n for _, n in lines} == {None, name}, {n for _, n in lines})
    check(f"{name}: it began once", [n["note"] for n in notes] == [name], notes)
    check(f"{name}: when it was struck", notes and abs(notes[0]["t"] - START_S) < 0.1, notes)
    check(f"{name}: it is printed soon", any(n for t, n in lines if t < START_S + 0.25))
    for (_, shown), frame in zip(lines, frames):
        if frame["note"] is None:
            check(f"{name}: a line without a reading has no note", shown is None, frame)
    first = next(i for i, (_, n) in enumerate(lines) if n)
    position = everything.index(notes[0]) if notes else 0
    check(f"{name}: the record comes with the first reading that is shown", everything[position + 1] is frames[first])
    return sum(1 for (_, shown), frame in zip(lines, frames) if frame["note"] and shown is None)


hidden = sum(check_string(midi, room, click) for room, click in ((1e-4, 0), (1e-4, 0.2), (0.02, 0))
             for midi in (28, 40, 45, 52, 57, 64))
check("uncertain readings are in JSON only", hidden > 0)
finish()
