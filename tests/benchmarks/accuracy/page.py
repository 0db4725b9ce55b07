# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/accuracy.md from what was measured."""

import csv
import math
import pathlib

from asked import verdicts

INTRO = """# Accuracy

Readings of the pitch engine for sounds with a known pitch. `tests/benchmarks/accuracy/report` regenerates this page: it computes every
figure, verdicts included. The sounds come from a seed that was not used for tuning the engine.

## Requirements and results

48 kHz unless a line says otherwise. The engine must meet each line.
"""

STRUMS = """
## All strings of a strum

`--poly`, 200 strums of six strings within 10 to 60 ms, each string up to 40 cents off and up to 6 dB softer or louder than the mean, SNR 40 dB; half by modal
synthesis, half by a digital waveguide with dispersion (`tests/support/strums.h`), with random stiffness, place of the pluck, decays and phases. Times are counted from the last
string. *Right name*: found, and within half a semitone. A string is lost or wrong where its partials lie on another's (E4 on E2's fourth and A2's third).
"""

HEADINGS = {
    "stationary": (
        "Stationary sounds",
        "A0 to C8, each detuned by up to 50 cents, twelve families (`tests/support/signals.h`); readings from 0.4 s on. Noise is white, its "
        "level relative to the sound over the whole band. *sd / bound* is the standard deviation of the readings, from their median, over the "
        "Cramér-Rao bound of the window used: var ω ≥ 24 σ² / (N (N² − 1) Σ l² A_l²), all partials below 0.45 of the rate. For the stiff string "
        "the bound knows the decay, and that B is unknown too. At 60 dB other sounds in the window (hum, a second string, aliases of clipping) "
        "disturb more than the noise that the bound knows.",
        ["SNR dB", "family", "within 50 c %", "10 c", "1 c", "octave errors %", "no pitch %", "median c", "95 % c", "sd / bound", "in 2σ %"]),
    "stiff": ("Stiff, decaying strings", "E1 to C6, B unknown to the engine. B is evaluated if at least six partials stand above the noise.",
              ["SNR dB", "median error c", "95 % c", "median error of B %", "95 % of B", "B found %"]),
    "legato": ("Legato and octave jumps",
               "Notes joined without a pause or an attack. Readings on the right note from 30 ms (or two periods) after a step until 100 ms "
               "before the next, counted by `t` and by `available`.",
               ["steps", "right % by t", "right % by available", "wrong %", "no pitch %"]),
    "vibrato": ("Vibrato", "±50 cents at 5.5 Hz, ten partials, 50 dB; at the stated time of each reading.",
                ["Hz", "extent kept %", "residual c rms", "bias c", "no pitch %"]),
    "glides": ("Glides", "At the stated time of each reading.", ["from Hz", "cents a second", "bias c", "residual c rms", "no pitch %"]),
    "noise": ("False notes", "Three minutes of each.", ["sound", "notes a minute", "voiced %"]),
    "hum": ("Notes over the hum of the mains",
            "E1, G1, B1 and G2, struck after 2.5 s of hum alone: 50 or 60 Hz, up to 0.2 Hz off, with nine harmonics; the note's power is so many "
            "decibels over the hum's. Read from 0.3 s to 2.5 s after the attack, with the hum found and removed, and with `--mains off`.",
            ["sound", "over hum dB", "hum", "within 50 c %", "1 c", "octave errors %", "no pitch %", "median c", "95 % c"]),
    "rooms": ("Rooms and telephones",
              "Plucked notes (A2 to G4), read from 100 ms after each pluck while the last ones still ring in the room; single notes from A1 to A6 "
              "of four families over a telephone: 150 Hz to 6 kHz, compressed, in noise.",
              ["sound", "within 50 c %", "10 c", "1 c", "octave errors %", "no pitch %", "median c", "95 % c"]),
    "strums": ("A chord", "All six open strings at once have no single pitch; the reading should be one of them, or none. There is no requirement.",
               ["sound", "one of the strings %", "no pitch %", "another, confidence > 0.5 %"]),
    "rates": ("Sample rates", "Sine, saw and stiff string, 27.5 Hz to 4.8 kHz or 0.4 of the rate, 40 dB.",
              ["Hz", "within 50 c %", "1 c", "octave errors %", "no pitch %", "median c", "95 % c", "sd / bound"]),
    "range": ("The ends of the range", "With the range set to 16 Hz to 8 kHz; sine, saw, stiff string, 40 dB.",
              ["Hz", "within 50 c %", "1 c", "octave errors %", "no pitch %", "median c"]),
    "real": ("Recorded instruments", "A note is right when most of its readings say so, from 100 ms after the attack until it has decayed by 40 dB; its level is what is left an octave under it and above, for rumble goes on when a note has died away.",
             ["group", "instrument", "notes", "right notes %", "right readings %"]),
}


def read_table(folder, name):
    path = pathlib.Path(folder) / f"{name}.csv"
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_facts(folder):
    return {row["figure"]: float(row["value"]) for row in read_table(folder, "facts")}


def table(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(str(c) for c in row) + " |" for row in rows]) + "\n"


def bold(row):
    return [f"**{c}**" if c == "all" else c for c in row]


def picture(images, name, words):
    """A picture, where it was drawn."""
    return f"![{words}](images/{name})\n" if (pathlib.Path(images) / name).exists() else ""


def onset(folder):
    rows = []
    for r in read_table(folder, "onset"):
        times = [f"{float(r['median' + c]):.0f} ({float(r['p90of' + c]):.0f}) / {r['promise' + c]}" for c in ("50", "5", "1")]
        sure = f"{float(r['medianSure']):.0f} ({float(r['p90OfSure']):.0f})"
        rows.append([r["hertz"], *times, sure, r["sureInTime"], f"{r['wrong']} of {r['plucks']}"])
    return table(["Hz", "50 c", "5 c", "1 c", "confidence ≥ 0.9", "of these in time %", "wrong with confidence > 0.5"], rows)


def confidence(folder):
    rows = []
    for r in read_table(folder, "confidence"):
        right, readings = float(r["right"]), int(r["readings"])
        # Of two standard deviations, by Wilson's score: also where all or none were right.
        z = 2
        reach = z / (1 + z * z / readings) * math.sqrt(right * (1 - right) / readings + z * z / (4 * readings * readings))
        rows.append([r["said"], r["readings"], r["right"], f"{reach:.3f}"])
    return table(["confidence", "readings", "right", "± (two standard deviations of so many readings)"], rows)


def section(folder, name):
    rows = read_table(folder, name)
    if not rows:
        return ""
    title, words, columns = HEADINGS[name]
    return f"\n## {title}\n\n{words}\n\n" + table(columns, [bold(r.values()) for r in rows])


def strums(guitar, muted, bass):
    return STRUMS + f"""
{guitar}
A guitar with three strings in ten muted, 60 strums:

{muted}
A bass, 40 strums:

{bass}"""


def write(folder, images, seeds, missing, others, strummed, path):
    """folder: the CSV files; seeds: of all, then those that judge confidence as well; others: the comparison's Markdown; strummed: that
    of strums; missing: what could not be measured, and why."""
    text = INTRO + "\n" + table(["required", "measured", "met"], verdicts(read_facts(folder)))
    text += f"\nSeed {seeds[0]}.\n" + "".join(f"\nNot measured: {m}\n" for m in missing)
    text += "\n" + picture(images, "accuracy-pitch.svg", "Error in cents over pitch, beside the Cramér-Rao bound")
    text += "\n" + picture(images, "accuracy-snr.svg", "Error in cents over the level of noise, beside the Cramér-Rao bound and other detectors")
    text += others
    text += section(folder, "stationary")
    text += "\n## Uncertainty and confidence\n\n" + picture(images, "accuracy-calibration.svg", "How often the error is within σ, and how often confidence is right")
    text += "\nConfidence against how often it was right, all sounds of this page pooled. The readings of one note are right or wrong together, "
    text += f"so the sounds were made again from the seeds {', '.join(map(str, seeds[1:]))} for this.\n\n" + confidence(folder)
    text += section(folder, "stiff")
    text += "\n## From the attack to the reading\n\nMilliseconds by the `available` clock from a pluck with a noise burst, at a random phase of the hop, until the "
    text += "reading stays within: median (90th percentile) / promised median.\n\n" + onset(folder)
    text += "\n" + picture(images, "accuracy-onset.svg", "From the attack to the reading, in milliseconds")
    text += section(folder, "legato") + section(folder, "vibrato") + section(folder, "glides")
    text += "\n" + picture(images, "accuracy-motion.svg", "Vibrato and legato as they were read")
    for name in ("noise", "hum", "rooms", "strums", "rates", "range", "real"):
        text += section(folder, name)
    text += strummed
    facts = read_facts(folder)
    if "cost.microsecondsPerHop" in facts:
        text += "\n## Cost\n\n" + f"{facts['cost.microsecondsPerHop']:.0f} µs of CPU a hop of 512 samples on the machine of this run, "
        text += f"{facts['cost.cpuPercent']:.2f} % of one core; `bench_pitch` tells it by stage. docs/performance.md has the whole program.\n"
    pathlib.Path(path).write_text(text.replace("\n\n\n", "\n\n"), encoding="utf-8")
