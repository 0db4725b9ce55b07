#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What --report of the real executable says of a performance whose figures are known, in each of its formats."""

import csv
import html.parser
import json
import math
import os
import random
import re
import signal
import subprocess

from harness import TUNESCOPE, check, check_error, environment, finish, of_type, path, records, run, wait_for_handler, wav, write

RATE = 24000
A4 = 442.3


def performance(name, notes, seed):
    """notes: (key, cents, seconds, vibrato in Hz, its depth in cents), tuned to A4, with some noise."""
    rng = random.Random(seed)
    samples = [rng.gauss(0, 1e-4) for _ in range(RATE // 4)]
    for key, cents, seconds, rate, depth in notes:
        hertz, phase = A4 * 2 ** ((key - 69 + cents / 100) / 12), 0.0
        for i in range(int(seconds * RATE)):
            t = i / RATE
            phase += 2 * math.pi * hertz * 2 ** (depth * math.sin(2 * math.pi * rate * t) / 1200) / RATE
            fade = min(1, t / 0.01, (seconds - t) / 0.01)
            samples.append(0.1 * fade * sum(math.sin(n * phase) / n for n in range(1, 7)) + rng.gauss(0, 1e-4))
        samples += [rng.gauss(0, 1e-4) for _ in range(RATE // 5)]
    return write(name, wav(samples, rate=RATE, is_float=True))


class Page(html.parser.HTMLParser):
    """The tables of a page, its facts, and whether each element is closed."""

    VOID = {"meta", "line", "path", "polyline", "br"}

    def __init__(self, text):
        super().__init__()
        self.open, self.tables, self.facts, self.balanced, self.term = [], [], {}, True, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("td", "th"):
            self.tables[-1][-1].append("")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.balanced = self.balanced and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data):
        if not self.open:
            return
        if self.open[-1] in ("td", "th"):
            self.tables[-1][-1][-1] += data
        if self.open[-1] == "dt":
            self.term = data
        if self.open[-1] == "dd":
            self.facts[self.term] = data


def text_of(name):
    with open(name, encoding="utf-8") as file:
        return file.read()


def check_figures(seed):
    rng = random.Random(seed)
    keys = [57, 60, 64, 69, 72, 76, 69, 64]
    notes = [(key, rng.uniform(-8, 8), rng.uniform(0.8, 1.4), *((5.5, 25.0) if i % 3 == 1 else (0.0, 0.0))) for i, key in enumerate(keys)]
    source = performance(f"song <{seed}> & \"co\".wav", notes, seed)
    names = {ending: path(f"report{seed}.{ending}") for ending in ("html", "json", "csv")}
    result = run(source, "--quiet", "--in-tune", "5", "--a4", "442", *[word for name in names.values() for word in ("--report", name)])
    check("all is well", result.returncode == 0 and result.stderr == b"", result.stderr)
    report = json.loads(text_of(names["json"]))
    check("the notes are there", [note["midi"] for note in report["notes"]] == keys, report["notes"])
    shift = 1200 * math.log2(A4 / 442)
    for note, (key, cents, seconds, rate, depth) in zip(report["notes"], notes):
        check(f"{key}: mean", abs(note["meanCents"] - cents - shift) < 0.1, (note, cents + shift))
        check(f"{key}: length", abs(note["seconds"] - seconds) < 0.1, note)
        check(f"{key}: vibrato", (note["vibratoHz"] is None) if not rate else
              note["vibratoHz"] is not None and abs(note["vibratoHz"] - rate) < 0.1 and abs(note["vibratoCents"] - depth) < 2, note)
    mean = sum(cents for _, cents, *_ in notes) / len(notes)
    fitted = report["fittedA4"]
    off = 1200 * math.log2(fitted["hz"] / A4) - mean
    check("the A4 that fits, within its uncertainty", abs(off) < 3 * fitted["sigmaCents"] and 0.5 < fitted["sigmaCents"] < 5, (fitted, off))
    check("time in tune adds up", abs(report["inTuneS"] - sum(n["inTuneS"] for n in report["notes"])) < 0.01 and
          abs(report["playedS"] - sum(n["seconds"] for n in report["notes"])) < 0.01)
    meters = of_type(records(run(source, "--meters", "--format", "json")), "summary")[0]["meters"]
    check("loudness", abs(report["loudness"]["lufsIntegrated"] - meters["lufsIntegrated"]) < 0.06 and
          abs(report["loudness"]["maxTruePeakDb"] - meters["maxTruePeakDb"]) < 0.06, (report["loudness"], meters))
    again = path(f"again{seed}.html")
    run(source, "--quiet", "--in-tune", "5", "--a4", "442", "--report", again)
    check("HTML: the same bytes again", text_of(again) == text_of(names["html"]))
    check_table(names["csv"], report)
    check_page(names["html"], report, os.path.basename(source))


def check_table(name, report):
    rows = list(csv.DictReader(text_of(name).splitlines()))
    number = lambda text: float(text) if text else None
    check("CSV: the notes of the JSON", [(r["note"], number(r["onset_s"]), number(r["mean_cents"]), number(r["vibrato_hz"]), number(r["in_tune_s"]))
                                         for r in rows] ==
          [(n["note"], n["t"], n["meanCents"], n["vibratoHz"], n["inTuneS"]) for n in report["notes"]], rows[:2])


def check_page(name, report, source):
    text = text_of(name)
    page = Page(text)
    check("HTML: elements are closed", page.balanced and not page.open, page.open)
    check("HTML: fetches nothing", not re.search(r"https?:|<script|<img|<link|@import|url\(", text))
    check("HTML: a name from outside is text", "<h1>" in text and "song &lt;" in text and "&amp; &quot;co&quot;" in text and source not in text)
    check("HTML: no number that is none", not re.search(r"\bnan\b|\binf\b", text.split("<body>")[1]))
    totals, notes = page.tables
    sign = lambda value: "0.0" if f"{value:.1f}" in ("0.0", "-0.0") else f"{value:+.1f}".replace("-", "\u2212")
    check("HTML: a row for each note", [row[0] for row in notes[1:]] == [n["note"] for n in report["notes"]] and
          [row[0] for row in totals[1:]] == [t["note"] for t in report["totals"]], notes)
    for row, note in zip(notes[1:], report["notes"]):
        # Both round the same number: one to hundredths, the other to tenths.
        shown = float(row[3].replace("\u2212", "-"))
        check("HTML: the figures of the JSON", abs(shown - note["meanCents"]) <= 0.0551 and row[3] == sign(shown), (row, note))
    check("HTML: the facts", page.facts["Notes"] == str(len(report["notes"])) and
          page.facts["Range"] == f"{report['totals'][0]['note']} to {report['totals'][-1]['note']}" and
          page.facts["A4 of the performance"].startswith(f"{report['fittedA4']['hz']:.1f} \u00b1 ") and
          page.facts["Samples lost"] == "0", page.facts)
    check("HTML: the curve is drawn", len(re.findall(r"<polyline class=\"curve\" points=\"[^\"]{200,}\"", text)) >= len(report["notes"]) - 2,
          text.count("<polyline"))


def check_refusals():
    source = performance("short.wav", [(69, 0.0, 0.5, 0.0, 0.0)], 3)
    check_error("PDF", run(source, "--report", path("a.pdf")), 2, "print that with a browser")
    check_error("an ending that means nothing", run(source, "--report", path("a.doc")), 2, "give a file whose name ends in .html")
    check_error("a folder that is not there", run(source, "--report", path("no/a.html")), 2, "No such file or directory")
    check_error("the same file twice", run(source, "--report", path("a.csv"), "--export", path("a.csv")), 2, "another output")
    silent = write("silent.wav", wav([0.0] * RATE, rate=RATE))
    check("silence has a report too", run(silent, "--quiet", "--report", path("silent.html"), "--report", path("silent.json")).returncode == 0)
    page = Page(text_of(path("silent.html")))
    check("which says so", page.facts["Notes"] == "0" and page.balanced and json.loads(text_of(path("silent.json")))["notes"] == [], page.facts)


def check_interruption():
    process = subprocess.Popen([TUNESCOPE, "--cli", "--demo", "--quiet", "--report", path("live.json")], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, env=environment())
    wait_for_handler(process, signal.SIGINT)
    for _ in range(150):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    check("a live run that is interrupted has its report", process.returncode == 130 and len(json.loads(text_of(path("live.json")))["notes"]) >= 1)


for each in (1, 2):
    check_figures(each)
check_refusals()
check_interruption()
finish()
