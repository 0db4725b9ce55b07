#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that --export of the real executable writes, read as the programs read them that they are for."""

import bisect
import csv
import json
import math
import os
import re
import resource
import shutil
import subprocess
import xml.etree.ElementTree as xml

from harness import check, check_error, finish, of_type, path, records, run, wav, write

RATE = 24000
NOTES = [(69, 4.0, 1.0, 0.0), (64, -12.0, 0.8, 30.0), (60, 2.0, 0.8, 0.0)]  # key, cents, seconds, cents of vibrato at 5.5 Hz
ENDINGS = ["csv", "json", "PitchTier", "svl", "mid", "txt"]


def tone(hertz_at, seconds):
    """Six partials, faded in and out."""
    samples, phase = [], 0.0
    for i in range(int(seconds * RATE)):
        t = i / RATE
        phase += 2 * math.pi * hertz_at(t) / RATE
        fade = min(1, t / 0.01, (seconds - t) / 0.01)
        samples.append(0.1 * fade * sum(math.sin(n * phase) / n for n in range(1, 7)))
    return samples


def performance():
    samples = [0.0] * (RATE // 4)
    for key, cents, seconds, depth in NOTES:
        hertz = 440 * 2 ** ((key - 69 + cents / 100) / 12)
        samples += tone(lambda t, f=hertz, d=depth: f * 2 ** (d * math.sin(2 * math.pi * 5.5 * t) / 1200), seconds)
        samples += [0.0] * (RATE // 5)
    return write("notes.wav", wav(samples, rate=RATE, is_float=True))


def exported(source, *more):
    names = {ending: path("out." + ending) for ending in ENDINGS}
    result = run(source, "--format", "json", *more, *[word for name in names.values() for word in ("--export", name)])
    check("all is well", result.returncode == 0 and result.stderr == b"", result.stderr)
    return names, records(result)


def text_of(name):
    with open(name, encoding="utf-8", newline="") as file:
        return file.read()


def curve_of(frames):
    """(time, hertz) of the frames that a curve keeps."""
    rising = []
    for frame in sorted(frames, key=lambda frame: frame["t"]):
        if frame["hz"] is None or frame["confidence"] < 0.5:
            continue
        if rising and rising[-1][0] >= frame["t"]:
            rising.pop()
        rising.append((frame["t"], frame["hz"]))
    return rising


def check_table(name, frames):
    rows = list(csv.DictReader(text_of(name).splitlines()))
    check("CSV: units in the header", list(rows[0]) == ["time_s", "rms_dbfs", "frequency_hz", "sigma_cents", "confidence", "note", "midi",
                                                        "deviation_cents"], rows[0])
    check("CSV: a row for each reading", len(rows) == len(frames), (len(rows), len(frames)))
    ordered = sorted(frames, key=lambda frame: frame["t"])
    number = lambda text: float(text) if text else None
    wrong = [(row, frame) for row, frame in zip(rows, ordered)
             if (number(row["frequency_hz"]), number(row["time_s"]), row["note"] or None, number(row["deviation_cents"])) !=
             (frame["hz"], frame["t"], frame["note"], frame["cents"])]
    check("CSV: the readings of the JSON records", not wrong, wrong[:2])


def check_object(name, frames, header):
    contour = json.loads(text_of(name))
    check("JSON: what it is of", (contour["sampleRate"], contour["hop"], contour["a4"], contour["tuning"]) ==
          (RATE, header["hop"], 440, "12-TET") and contour["source"].endswith("notes.wav"), {k: contour[k] for k in contour if k not in ("points", "notes")})
    wanted = [(f["t"], f["hz"], f["cents"]) for f in sorted(frames, key=lambda frame: frame["t"])]
    check("JSON: the same points", [(p["t"], p["hz"], p["cents"]) for p in contour["points"]] == wanted)
    check("JSON: the notes", [n["midi"] for n in contour["notes"]] == [n[0] for n in NOTES], contour["notes"])
    for note, (key, cents, seconds, _) in zip(contour["notes"], NOTES):
        check(f"JSON: {key}", abs(note["meanCents"] - cents) < 0.3 and abs(note["seconds"] - seconds) < 0.1, note)


def check_praat(name, curve, seconds):
    text = text_of(name)
    found = re.findall(r"number = ([\d.]+) \n    value = ([\d.]+) \n", text)
    check("PitchTier: all points of the curve", len(found) == len(curve) and
          all(abs(float(t) - a) < 1e-7 and abs(float(hz) - b) < 1e-5 for (t, hz), (a, b) in zip(found, curve)), (len(found), len(curve)))
    times = [float(t) for t, _ in found]
    check("PitchTier: rising times", all(a < b for a, b in zip(times, times[1:])))
    check("PitchTier: spans the file", "xmin = 0.000000000 \n" in text and abs(float(re.search(r"xmax = ([\d.]+)", text)[1]) - seconds) < 0.1)
    if not shutil.which("praat"):
        print("SKIP: praat is not installed (Debian: praat); the PitchTier is read by a regular expression only")
        return
    script = write("read.praat", ("tier = Read from file: \"%s\"\nn = Get number of points\nwriteInfoLine: n\n" % name +
                                  "for i to n\n  t = Get time from index: i\n  f = Get value at index: i\n"
                                  "  appendInfoLine: fixed$ (t, 9), \" \", fixed$ (f, 9)\nendfor\n").encode())
    result = subprocess.run(["praat", "--run", script], capture_output=True, timeout=120, check=False)
    lines = result.stdout.decode().split("\n")
    check("Praat opens it", result.returncode == 0 and lines[0] == str(len(curve)), (result.stderr, lines[:3]))
    read = [tuple(map(float, line.split())) for line in lines[1:] if line]
    check("Praat reads the same curve", len(read) == len(curve) and
          all(abs(a - c) < 1e-6 and abs(b - d) < 1e-5 for (a, b), (c, d) in zip(read, curve)), read[:3])


def check_layer(name, curve):
    tree = xml.fromstring(text_of(name))
    model = tree.find("data/model")
    points = [(int(p.get("frame")), float(p.get("value"))) for p in tree.iterfind("data/dataset/point")]
    check("layer: the points of the curve", points == [(round(t * RATE), hz) for t, hz in curve], points[:3])
    check("layer: its model", (model.get("sampleRate"), model.get("units"), model.get("dimensions"), model.get("dataset")) ==
          (str(RATE), "Hz", "2", tree.find("data/dataset").get("id")), model.attrib)
    check("layer: shown", tree.find("display/layer").get("model") == model.get("id"))


def check_labels(name, curve):
    lines = text_of(name).splitlines()
    labels = [re.fullmatch(r"(\d+\.\d{6})\t(\d+\.\d{6})\t([A-G]#?\d [+-]?\d+\.\d cents)", line) for line in lines[::2]]
    ranges = [re.fullmatch(r"\\\t(\d+\.\d{6})\t(\d+\.\d{6})", line) for line in lines[1::2]]
    check("labels: two lines for each note", len(lines) == 2 * len(NOTES) and all(labels) and all(ranges), lines)
    for label, span, wanted in zip(labels, ranges, ["A4 ", "E4 ", "C4 "]):
        begin, end = float(label[1]), float(label[2])
        within = [hz for t, hz in curve if begin <= t <= end]
        check(f"labels: {wanted}", label[3].startswith(wanted) and end > begin and
              abs(float(span[1]) - min(within)) < 1e-5 and abs(float(span[2]) - max(within)) < 1e-5, (label[0], span[0]))


def midi_events(data):
    """(tick, status, first, second) of channel messages; the division; the length of a quarter in microseconds."""
    check("MIDI: its header", data[:8] == b"MThd\0\0\0\6" and data[8:12] == b"\0\0\0\1" and data[14:18] == b"MTrk", data[:22])
    check("MIDI: the track's length", int.from_bytes(data[18:22], "big") == len(data) - 22)
    events, at, tick, quarter = [], 22, 0, 500000

    def variable():
        nonlocal at
        value = 0
        while True:
            value = value << 7 | data[at] & 127
            at += 1
            if data[at - 1] < 128:
                return value

    while at < len(data):
        tick += variable()
        status = data[at]
        at += 1
        if status == 0xFF:
            kind, at = data[at], at + 1
            length = variable()
            if kind == 0x51:
                quarter = int.from_bytes(data[at:at + length], "big")
            at += length
            continue
        events.append((tick, status, data[at], data[at + 1]))
        at += 2
    return events, int.from_bytes(data[12:14], "big"), quarter


def check_midi(name, curve):
    with open(name, "rb") as file:
        events, division, quarter = midi_events(file.read())
    seconds = lambda tick: tick * quarter / division / 1e6
    sounding, bends, ranges, played, controls = {}, {}, {}, [], {}
    times = [t for t, _ in curve]
    worst = 0.0
    for tick, status, first, second in events:
        channel, kind = status & 15, status & 0xF0
        if kind == 0xB0:
            controls[(channel, first)] = second
            if first == 6 and (controls.get((channel, 101)), controls.get((channel, 100))) == (0, 0):
                ranges[channel] = second
            if first == 6 and (controls.get((channel, 101)), controls.get((channel, 100))) == (0, 6):
                check("MIDI: the zone has its members", channel == 0 and second == 15, (channel, second))
        elif kind == 0xE0:
            bends[channel] = first | second << 7
        elif kind == 0x90:
            sounding[channel] = (first, seconds(tick))
            check("MIDI: a velocity", 1 <= second <= 127, second)
        elif kind == 0x80:
            key, since = sounding.pop(channel)
            check("MIDI: ends the note that began", key == first, (key, first))
            played.append((key, since, seconds(tick)))
        if kind == 0xE0 and channel in sounding:
            key, _ = sounding[channel]
            hertz = curve[min(len(curve) - 1, bisect.bisect_left(times, seconds(tick) - 1e-4))][1]
            want = 69 + 12 * math.log2(hertz / 440) - key
            worst = max(worst, abs((bends[channel] - 8192) / 8192 * ranges[channel] - want) * 100)
    check("MIDI: no note is left sounding", not sounding, sounding)
    check("MIDI: the notes", [key for key, _, _ in played] == [key for key, *_ in NOTES], played)
    check("MIDI: each member has its range", set(ranges) == set(range(1, 16)) and set(ranges.values()) == {2}, ranges)
    check("MIDI: bends within half a step", worst <= 0.5 * 2 * 100 / 8192 + 1e-3, worst)


def check_sounding(name):
    """A synthesizer plays the notes of the MIDI file, with their cents."""
    font = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
    if not shutil.which("fluidsynth") or not os.path.exists(font):
        print("SKIP: fluidsynth or its soundfont is not installed (Debian: fluidsynth, fluid-soundfont-gm)")
        return
    sound = path("played.wav")
    played = subprocess.run(["fluidsynth", "-q", "-n", "-i", "-r", "48000", "-R", "0", "-C", "0", "-g", "0.6", "-T", "wav", "-F", sound, font, name],
                            capture_output=True, timeout=120, check=False)
    check("fluidsynth plays it", played.returncode == 0 and os.path.getsize(sound) > 100000, played.stderr)
    heard = of_type(records(run(sound, "--practice", "--format", "json")), "played")
    check("and its notes sound", [note["midi"] for note in heard][:3] == [key for key, *_ in NOTES], heard)
    for note, (key, cents, *_) in zip(heard, NOTES):
        check(f"MIDI: {key} sounds in its place", abs(note["meanCents"] - cents) < max(3, 3 * note["meanSigmaCents"]), note)


def check_glide():
    """A vibrato of 2.5 semitones needs a wider bend."""
    file = write("wide.wav", wav(tone(lambda t: 220 * 2 ** (2.5 * math.sin(2 * math.pi * 3 * t) / 12), 2.0), rate=RATE, is_float=True))
    curve = curve_of(of_type(exported(file)[1], "frame"))
    with open(path("out.mid"), "rb") as midi:
        events, _, _ = midi_events(midi.read())
    sent = {second for _, status, first, second in events if status & 0xF0 == 0xB0 and status & 15 and first == 6}
    keys = {first for _, status, first, _ in events if status & 0xF0 == 0x90}
    needed = max(abs(69 + 12 * math.log2(hz / 440) - key) for _, hz in curve for key in keys) if len(keys) == 1 else None
    check("a note that bends further gets the range that it needs", sent == ({12} if needed is None or needed > 2 else {2}), (sent, needed, keys))


def check_silence():
    silent = write("silent.wav", wav([0.0] * RATE, rate=RATE))
    names, _ = exported(silent)
    check("silence: no points", "points: size = 0 " in text_of(names["PitchTier"]) and text_of(names["txt"]) == "" and
          not list(xml.fromstring(text_of(names["svl"])).iterfind("data/dataset/point")))
    with open(names["mid"], "rb") as midi:
        check("silence: no notes", all(status & 0xF0 == 0xB0 for _, status, _, _ in midi_events(midi.read())[0]))


def check_refusals(source):
    before = sorted(os.listdir(os.path.dirname(source)))
    check_error("an ending that means nothing", run(source, "--export", path("a.xyz")), 2, "give a file whose name ends in")
    check_error("an ending alone", run(source, "--export", ".mid"), 2, "give a file whose name ends in")
    check_error("a folder that is not there", run(source, "--export", path("no/where.csv")), 2, "No such file or directory")
    os.mkdir(path("folder.csv"))
    check_error("a folder", run(source, "--export", path("folder.csv")), 2, "it is a folder")
    os.rmdir(path("folder.csv"))
    check_error("one file twice", run(source, "--export", path("a.csv"), "--export", path("a.csv")), 2, "another output")
    os.link(source, path("link.csv"))
    check_error("the input", run(source, "--export", path("link.csv")), 2, "it is the input")
    os.unlink(path("link.csv"))
    check_error("a folder that takes no files", run(source, "--export", "/proc/none.csv", "--quiet"), 1, "cannot write to")
    check("nothing is left behind", sorted(os.listdir(os.path.dirname(source))) == before)
    for option, name in (("--export", "small.mid"), ("--export", "small.txt"), ("--report", "small.html")):
        kept = write(name, b"mine")
        full = run(source, option, kept, "--quiet", "--output", "/dev/null", preexec=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)))
        check_error(f"{name}: a disk that is full", full, 1, "cannot write to")
        check(f"{name}: what was there stays", text_of(kept) == "mine", text_of(kept))
        os.unlink(kept)
    keep = write("keep.csv", b"mine")
    check_error("a file that cannot be read leaves what was there", run(path("none.wav"), "--export", keep), 4, "none.wav")
    check("which is still there", text_of(keep) == "mine")


def main():
    source = performance()
    names, all_records = exported(source)
    frames = of_type(all_records, "frame")
    curve = curve_of(frames)
    check("there is a curve", len(curve) > 100, len(curve))
    check_table(names["csv"], frames)
    check_object(names["json"], frames, of_type(all_records, "header")[0])
    check_praat(names["PitchTier"], curve, of_type(all_records, "summary")[0]["seconds"])
    check_layer(names["svl"], curve)
    check_labels(names["txt"], curve)
    check_midi(names["mid"], curve)
    check_sounding(names["mid"])
    check("with CSV too", run(source, "--format", "csv", "--export", path("again.csv")).returncode == 0 and
          text_of(path("again.csv")) == text_of(names["csv"]))
    check("text tells of it", b"Exported: " in run(source, "--export", path("again.mid")).stdout)
    check("endings in any case", run(source, "--export", path("again.MID"), "--quiet").returncode == 0)
    check_glide()
    check_silence()
    check_refusals(source)


main()
finish()
