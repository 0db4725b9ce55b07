# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench of real sound: recorded notes whose names are known, read by Tunescope and by other detectors. A section of the page."""

import bisect
import collections
import csv
import math
import os
import pathlib
import shutil
import subprocess
import wave

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
GROUPS = {"samples": "Notes used while tuning the engine", "held": "Notes only reported: these instruments took no part in tuning"}
NEAR, WRONG, SURE = 60, 100, 0.5  # cents, cents, confidence
FROM_S, EARLY_S, STAYS_S = 0.1, 0.3, 0.1
NEVER_MS = 1000
HOP = 512
TITLE = "\n## Real sound\n"

WORDS = """
Single notes of recorded instruments, npm's `tonejs-instrument-NAME-mp3` (CC-BY 3.0); the note is that of the file's name. Readings from 100 ms after the attack until the note has decayed by
40 dB. *Right*: within 60 cents. *Wrong and sure*: more than a semitone off with a confidence over .5; other detectors tell no confidence, so that every reading counts.
*Wrong at first*: notes with such a reading in the first 300 ms. *Settled*: median time from the attack until the reading stays right. All detectors read the same files; Praat sees the whole file.
"""


def collect(folder, say):
    """Brings the groups and reads them with Tunescope; returns what could not be had."""
    missing = []
    for group in GROUPS:
        say(f"real sound: {group}")
        done = subprocess.run([str(REPOSITORY / "tests/support/real-instruments"), group, folder], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            missing.append((done.stderr.strip().splitlines() or [f"{group}: no reason given"])[-1].removeprefix("skipped: "))
    return missing


def instants(sounds):
    """{file: (group, instrument, hertz, [(available, since attack, decayed, read, confidence)])}"""
    notes = {}
    with open(sounds / "instants.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            note = notes.setdefault(row["file"], (row["group"], row["instrument"], 440 * 2 ** ((int(row["midi"]) - 69) / 12), []))
            note[3].append((float(row["available s"]), float(row["since attack s"]), row["decayed"] == "1", float(row["hertz"]), float(row["confidence"])))
    return notes


def aubio(sounds, names, method, size):
    """Each reading when it is available: at the end of its hop."""
    readings = {}
    for name in names:
        out = subprocess.run(["aubiopitch", "-p", method, "-B", str(size), "-H", str(HOP), "-r", "0", "-i", str(sounds / f"{name}.wav")],
                             capture_output=True, text=True, check=True).stdout
        with wave.open(str(sounds / f"{name}.wav")) as file:
            hop = HOP / file.getframerate()
        pairs = [tuple(map(float, line.split()[:2])) for line in out.splitlines() if line.strip()]
        readings[name] = [(time + hop, hertz) for time, hertz in pairs]
    return readings


def praat(sounds, names):
    out = subprocess.run(["praat", "--run", str(HERE / "others.praat"), str(sounds), " ".join(names), "0.01"], capture_output=True, text=True, check=True).stdout
    readings = collections.defaultdict(list)
    for line in out.splitlines():
        name, time, hertz = line.split(",")
        readings[name].append((float(time), float(hertz)))
    return readings


class Sum:
    def __init__(self):
        self.notes = self.readings = self.right = self.octave = self.silent = self.sure = self.early = 0
        self.settled = []

    def add(self, note, read):
        """read: (hertz, confidence) at each instant of the note; hertz 0: nothing."""
        early, settled, since = False, None, None
        self.notes += 1
        for (_, at, decayed, _, _), (hertz, confidence) in zip(note[3], read):
            cents = 1200 * math.log2(hertz / note[2]) if hertz > 0 else 0
            near = hertz > 0 and abs(cents) < NEAR
            wrong = hertz > 0 and abs(cents) > WRONG and confidence > SURE
            since = None if not near else at if since is None else since
            if settled is None and near and at - since >= STAYS_S:
                settled = since
            early = early or (wrong and at < EARLY_S)
            if at < FROM_S or decayed:
                continue
            self.readings += 1
            self.right += near
            self.silent += hertz <= 0
            octaves = round(cents / 1200)
            self.octave += octaves != 0 and abs(cents - 1200 * octaves) < NEAR
            self.sure += wrong
        self.early += early
        self.settled.append(NEVER_MS if settled is None else 1000 * settled)

    def share(self):
        return 100 * self.right / max(1, self.readings)

    def cells(self):
        settled = sorted(self.settled)[len(self.settled) // 2]
        return [f"{100 * part / max(1, self.readings):.2f}" for part in (self.right, self.octave, self.silent, self.sure)] + [f"{self.early} of {self.notes}", f"{settled:.0f}"]


def at_instants(note, readings):
    """What a detector had told last at each instant; nothing where that is older than 50 ms."""
    times = [time for time, _ in readings]
    told = []
    for available, *_ in note[3]:
        i = bisect.bisect_right(times, available + 1e-6) - 1
        told.append((readings[i][1] if i >= 0 and available - times[i] < 0.05 else 0, 1))
    return told


def read_all(folder, say):
    """{detector: {file: [(hertz, confidence)]}}, the notes, and what is missing."""
    sounds = pathlib.Path(folder, "real-sound")
    sounds.mkdir(parents=True, exist_ok=True)
    subprocess.run([str(REPOSITORY / "build/bench/tests/benchmarks/realsound"), folder, "--sounds", str(sounds)], stdout=subprocess.DEVNULL, check=True)
    notes, missing = instants(sounds), []
    found = {"Tunescope": {name: [(hertz, confidence) for *_, hertz, confidence in note[3]] for name, note in notes.items()}}
    if shutil.which("praat"):
        say("real sound: Praat")
        read = praat(sounds, notes)
        found["Praat ac 25–4500 Hz"] = {name: at_instants(note, read.get(name, [])) for name, note in notes.items()}
    else:
        missing.append("Praat is not installed (Debian: praat)")
    for method, size in (("yinfast", 4096), ("yinfft", 2048)):
        if not shutil.which("aubiopitch"):
            missing.append(f"aubio's {method} is not installed (Debian: aubio-tools)")
            continue
        say(f"real sound: aubio {method}")
        read = aubio(sounds, notes, method, size)
        found[f"aubio {method} {size}"] = {name: at_instants(note, read[name]) for name, note in notes.items()}
    return found, notes, missing


def table(columns, rows):
    return "\n".join(["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)] + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def section(folder, say):
    """Markdown of the section, and what was missing."""
    missing = collect(folder, say)
    if not os.path.exists(os.path.join(folder, "notes.csv")):
        return "", missing
    found, notes, absent = read_all(folder, say)
    sums = collections.defaultdict(Sum)
    for detector, readings in found.items():
        for name, note in notes.items():
            for key in ((detector, note[0], None), (detector, note[0], note[1])):
                sums[key].add(note, readings[name])
    text = TITLE + WORDS
    for group, title in GROUPS.items():
        instruments = sorted({note[1] for note in notes.values() if note[0] == group})
        if not instruments:
            continue
        text += f"\n### {title}\n\n" + table(["detector", "right %", "octave errors %", "silent %", "wrong and sure %", "wrong at first", "settled ms"],
                                             [[d, *sums[d, group, None].cells()] for d in found])
        text += "\nRight by instrument, in %, and Tunescope's other figures:\n\n"
        rows = [[i, *[f"{sums[d, group, i].share():.2f}" for d in found], *sums["Tunescope", group, i].cells()[1:]] for i in instruments]
        text += table(["instrument", *found, "octave errors %", "silent %", "wrong and sure %", "wrong at first", "settled ms"], rows)
    return text, missing + absent


def replace(page, text):
    """The section in a page, made anew; after the first section where there is none yet."""
    old = pathlib.Path(page).read_text(encoding="utf-8")
    if TITLE in old:
        start = old.index(TITLE)
        end = old.index("\n## ", start + len(TITLE))
    else:
        start = end = old.index("\n## ", old.index("\n## ") + 1)
    pathlib.Path(page).write_text(old[:start] + text + old[end:], encoding="utf-8")
