#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Several files in one run of the real executable: their order, their errors, --jobs, the table."""

import csv
import json
import os
import signal
import subprocess

from harness import TUNESCOPE, check, check_error, environment, finish, of_type, path, records, run, tone, wav, wait_for_handler, write

KEYS = [440.0, 329.63, 261.63, 196.0, 587.33]


def files():
    # The first is the longest, so that the others are ready before it.
    lengths = [3.0, 0.4, 0.6, 0.3, 0.5]
    return [write(f"{i}.wav", wav(tone(hertz, seconds))) for i, (hertz, seconds) in enumerate(zip(KEYS, lengths))]


def check_order(names):
    alone = [run(name, "--format", "json").stdout for name in names]
    for jobs in ("1", "2", "5", None):
        result = run(*names, "--format", "json", *(["--jobs", jobs] if jobs else []))
        check(f"{jobs} jobs: all is well", result.returncode == 0 and result.stderr == b"", result.stderr)
        check(f"{jobs} jobs: as each file alone, in the order given", result.stdout == b"".join(alone),
              [r.get("source") for r in of_type(records(result), "header")])
    again = run(*reversed(names), "--format", "json")
    check("another order", again.stdout == b"".join(reversed(alone)))
    check("--input counts too", run(names[0], "--input", names[1], "--format", "json").stdout == alone[0] + alone[1])
    check("to a file", run(*names, "--format", "json", "--output", path("all.json")).returncode == 0 and
          open(path("all.json"), "rb").read() == b"".join(alone))
    text = run(*names).stdout.decode()
    check("text: the source of each", [text.count(f"Source: {name},") for name in names] == [1] * len(names), text[:300])


def check_csv(names):
    rows = list(csv.DictReader(run(*names, "--format", "csv").stdout.decode().splitlines()))
    sources = [row["source"] for row in rows]
    check("CSV: one table with its sources", sorted(set(sources), key=sources.index) == names and list(rows[0])[-1] == "source", rows[0])
    check("CSV: no header within", all(row["t"] != "t" for row in rows))
    late = run(path("none.wav"), *names[:2], "--format", "csv").stdout.decode().splitlines()
    check("CSV: a header though the first file cannot be read", late[0].startswith("t,") and late[0].endswith(",source") and
          sum(line.startswith("t,") for line in late) == 1, late[:2])
    bare = run(*names, "--format", "csv", "--quiet").stdout.decode()
    check("CSV: none at all with --quiet", not bare.startswith("t,"), bare[:80])


def check_errors(names):
    broken = write("broken.wav", b"no sound at all" * 100)
    result = run(names[0], broken, names[1], path("none.wav"), "--format", "json")
    says = result.stderr.decode().splitlines()
    check("one that cannot be read does not stop the others", [r["source"] for r in of_type(records(result), "header")] == names[:2])
    check("and is reported in its place", result.returncode == 4 and len(says) == 2 and "broken.wav" in says[0] and "none.wav" in says[1], says)
    table = run(names[0], broken, "--quiet").stdout.decode().splitlines()
    check("the table has it without figures", "broken.wav" in table[-1] and table[-1].split()[1:] == ["-"] * 5, table)
    met = run(*names[:2], "--assert", "A4", "--within", "5")
    check("--assert of each", met.returncode == 5 and "0.wav: " in met.stdout.decode() and "1.wav: " in met.stderr.decode() and
          met.stderr.count(b"\n") == 1, (met.stdout, met.stderr))
    keep = write("keep.json", b"mine")
    lost = run(path("none.wav"), path("none2.wav"), "--format", "json", "--output", keep)
    check("an output keeps its contents if nothing can be read", lost.returncode == 4 and open(keep, "rb").read() == b"mine", lost.stderr)
    check_error("the input as output", run(*names, "--output", names[3]), 2, "because it is the input")
    with open("/dev/full", "wb") as full:
        check_error("a full disk", run(*names, "--format", "json", stdout=full), 1, "No space left on device")


def check_table(names):
    result = run(*names, "--quiet", "--meters")
    lines = result.stdout.decode().splitlines()
    check("a line for each, a blank line, a title, a row for each", len(lines) == 2 * len(names) + 2 and lines[len(names)] == "", lines)
    check("the line of a file", lines[0].startswith(f"{names[0]}: 3.0 s, 1 note, longest A4 ") and lines[0].endswith(" dBTP"), lines[0])
    title, rows = lines[len(names) + 1].split(), [line.split() for line in lines[len(names) + 2:]]
    check("the columns", title == "file seconds notes longest cents A4 Hz LUFS LU dBTP".split(), title)
    check("the rows are in order", [row[0] for row in rows] == names, rows)
    check("the notes", [row[3] for row in rows] == ["A4", "E4", "C4", "G3", "D5"], rows)
    one = run(names[1], "--quiet", "--jobs", "1").stdout.decode().splitlines()
    check("--jobs gives the table of one file, too", len(one) == 4 and one[3].split()[0] == names[1], one)
    loud = of_type(records(run(names[0], "--meters", "--format", "json")), "summary")[0]["meters"]
    check("the meters", rows[0][-3:] == [f"{loud['lufsIntegrated']:.1f}", f"{loud['loudnessRange']:.1f}", f"{loud['maxTruePeakDb']:.1f}"], rows[0])


def check_interruption():
    long = [write(f"long{i}.wav", wav(tone(220.0, 60.0))) for i in range(3)]
    process = subprocess.Popen([TUNESCOPE, "--cli", *long, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    wait_for_handler(process, signal.SIGINT)
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    check("interrupted: 130 and whole lines", process.returncode == 130 and err == b"" and out.endswith(b"}\n"), (process.returncode, err, out[-80:]))
    check("interrupted: the summary of what was read", json.loads(out.splitlines()[-1])["type"] == "summary", out[-200:])
    short = write("short.wav", wav(tone(220.0, 0.5)))
    process = subprocess.Popen([TUNESCOPE, "--cli", short, *long, "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    wait_for_handler(process, signal.SIGINT)
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    rows = [line.split() for line in out.decode().splitlines()[-4:]]
    check("interrupted: the table has only what was read whole", process.returncode == 130 and rows[0][0] == short and rows[0][1] == "0.5" and
          [row[1:] for row in rows[1:]] == [["-"] * 5] * 3, out)
    process = subprocess.Popen([TUNESCOPE, "--cli", *long, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    process.stdout.readline()
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    check("a closed pipe: 0, quietly", process.returncode == 0 and err == b"", (process.returncode, err))


def check_memory(names):
    """What waits for its turn goes to a temporary file."""
    big = [write("first.wav", wav(tone(440.0, 20.0))), write("big.wav", wav(tone(330.0, 30.0)))]
    alone = b"".join(run(name, "--format", "json", "--waveform", "64").stdout for name in big)
    check("more than a megabyte waits", len(alone) > 4e6 and run(*big, "--format", "json", "--waveform", "64", "--jobs", "2").stdout == alone, len(alone))
    check("many small ones", run(*names * 20, "--quiet").stdout.decode().count(" s, ") == 100)


names = files()
check_order(names)
check_csv(names)
check_errors(names)
check_table(names)
check_interruption()
check_memory(names)
finish()
