#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes of the real executable (--practice): what is written of notes whose figures are known, and the A4 that they fit."""

import math

from harness import check, finish, of_type, records, run, wav, write

RATE = 24000
KEYS = ["seconds", "note", "midi", "meanCents", "meanSigmaCents", "spreadCents", "driftCentsPerS", "scoopCents", "settleS",
        "vibratoHz", "vibratoCents", "inTuneS"]


def tone(hertz, seconds, vibrato_hz=0.0, vibrato_cents=0.0):
    """Six partials, faded in and out."""
    samples, phase = [], 0.0
    for i in range(int(seconds * RATE)):
        t = i / RATE
        phase += 2 * math.pi * hertz * 2 ** (vibrato_cents * math.sin(2 * math.pi * vibrato_hz * t) / 1200) / RATE
        fade = min(1, t / 0.01, (seconds - t) / 0.01)
        samples.append(0.1 * fade * sum(math.sin(n * phase) / n for n in range(1, 7)))
    return samples


def performance(notes, a4):
    """notes: (key, cents, seconds, vibrato). A note that sounds until the end of the file counts too."""
    samples = [0.0] * (RATE // 4)
    for key, cents, seconds, vibrato in notes:
        samples += tone(a4 * 2 ** ((key - 69 + cents / 100) / 12), seconds, *vibrato) + [0.0] * (RATE // 5)
    return write("notes.wav", wav(samples[:-RATE // 5], rate=RATE, is_float=True))


def check_notes():
    notes = [(69, 1.0, 1.2, (5.5, 30.0)), (64, -12.0, 0.8, ()), (60, 2.0, 0.8, ()), (67, 4.0, 0.8, ()), (72, -1.0, 0.8, ())]
    file = performance(notes, 440)
    result = run(file, "--practice", "--format", "json")
    check("JSON: all is well", result.returncode == 0 and result.stderr == b"", result.stderr)
    played = of_type(records(result), "played")
    check("each note is there", [r["midi"] for r in played] == [n[0] for n in notes], played)
    for record, (key, cents, seconds, vibrato) in zip(played, notes):
        check(f"{key}: keys in order", list(record) == ["type", "t"] + KEYS, record)
        check(f"{key}: mean", abs(record["meanCents"] - cents) < 0.2 and 0 < record["meanSigmaCents"] < 1, record)
        check(f"{key}: length", abs(record["seconds"] - seconds) < 0.1, record)
        check(f"{key}: vibrato", (record["vibratoHz"] is None) == (not vibrato) and
              (not vibrato or abs(record["vibratoHz"] - 5.5) < 0.1 and abs(record["vibratoCents"] - 30) < 2), record)
        in_tune = record["inTuneS"] / record["seconds"]
        check(f"{key}: time in tune", in_tune > 0.8 if abs(cents) < 2.4 else in_tune < 0.2, record)
    wide = of_type(records(run(file, "--practice", "--format", "json", "--in-tune", "10")), "played")
    check("--in-tune decides", [r["inTuneS"] > 0.8 * r["seconds"] for r in wide] == [True, False, True, True, True], wide)
    summary = of_type(records(result), "summary")[0]
    check("the summary adds up", summary["practice"]["notes"] == 5 and
          abs(summary["practice"]["seconds"] - sum(r["seconds"] for r in played)) < 0.01 and
          abs(summary["practice"]["inTuneS"] - sum(r["inTuneS"] for r in played)) < 0.01, summary)
    text = run(file, "--practice").stdout.decode()
    check("text: a line for each note", text.count(" s  played  ") == 5 and "vibrato 5.5 Hz by 30" in text and
          "Practice: 5 notes, in tune " in text, text)
    check("no notes without the option", not of_type(records(run(file, "--format", "json")), "played"))


def check_standard():
    notes = [(key, cents, 0.4, ()) for key, cents in ((60, 1), (62, -1), (64, 2), (65, -2), (67, 0))]
    for a4, setting in ((440, 440), (450.9, 440), (416, 415)):
        file = performance(notes, a4)
        summary = of_type(records(run(file, "--format", "json", "--a4", str(setting))), "summary")[0]
        cents = 1200 * math.log2(summary["a4"]["hz"] / a4)
        check(f"A4 is at {a4} Hz", abs(cents) < 0.3 and 0.3 < summary["a4"]["sigmaCents"] < 1.5, summary)
    text = run(performance(notes, 442), "--format", "text").stdout.decode()
    check("text: A4", "The notes fit A4 = 44" in text and " Hz best, to " in text, text)
    few = of_type(records(run(performance(notes[:4], 440), "--format", "json")), "summary")[0]
    check("four notes tell nothing of A4", "a4" not in few, few)


check_notes()
check_standard()
finish()
