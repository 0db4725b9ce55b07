#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written and how it ends: shapes, units, pipes, signals, locales."""

import csv
import io
import json
import os
import re
import select
import signal
import subprocess
import threading
import time

from harness import (PATIENCE_S, TUNESCOPE, check, check_error, environment, finish, of_type, path, records, run, tone,
                     wav, write)

a440 = write("a440.wav", wav(tone(440, 2)))
FRAME_KEYS = ["type", "t", "available", "rmsDb", "peakDb", "hz", "sigmaCents", "confidence", "note", "midi", "cents",
              "inharmonicity"]


def start(*arguments, **options):
    return subprocess.Popen([TUNESCOPE, "--cli", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment(), **options)


def check_json():
    result = run("--input", a440, "--format", "json")
    all_records = records(result)
    check("JSON: all is well", result.returncode == 0 and result.stderr == b"", result.stderr)
    check("JSON: no space after colons or commas", not re.search(rb'[:,] ', result.stdout))
    numbers = result.stdout.replace(a440.encode(), b"")  # the name of a temporary folder may look like one
    check("JSON: no exponents", not re.search(rb'[0-9]e[-+]?[0-9]', numbers))
    first = all_records[0]
    check("JSON: header", list(first) == ["type", "schema", "version", "source", "sampleRate", "hop", "a4", "tuning"] and
          first["sampleRate"] == 48000 and first["hop"] == 512 and first["source"] == a440, first)
    check("JSON: a4 has a decimal", b'"a4":440.0,' in result.stdout)
    frames = of_type(all_records, "frame")
    check("JSON: a frame for each whole hop", len(frames) == 2 * 48000 // 512, len(frames))
    check("JSON: keys in order", all(list(f) == FRAME_KEYS for f in frames))
    check("JSON: decimals", re.search(rb'"t":\d+\.\d{6},"available":\d+\.\d{6},"rmsDb":-\d+\.\d\d,"peakDb":-\d+\.\d\d,'
                                      rb'"hz":\d{3}\.\d{6,},"sigmaCents":\d\.\d{4,}', result.stdout))
    check("JSON: available never decreases", all(a["available"] <= b["available"] for a, b in zip(frames, frames[1:])))
    check("JSON: nothing is available after the end", frames[-1]["available"] <= 2)
    check("JSON: levels of a sine at half scale", abs(frames[50]["rmsDb"] + 9.03) < 0.2 and
          abs(frames[50]["peakDb"] + 6.02) < 0.02, frames[50])
    check("JSON: the note", all(f["note"] == "A4" and f["midi"] == 69 and abs(f["cents"]) < 1 for f in frames[20:-1]))
    summary = all_records[-1]
    check("JSON: summary", list(summary) == ["type", "seconds", "frames", "lostFrames", "notes"] and
          summary["seconds"] == 2 and summary["frames"] == len(frames) and summary["lostFrames"] == 0, summary)
    check("JSON: summary of the note", list(summary["notes"][0]) == ["note", "count", "meanCents", "sdCents", "seconds"])
    check("JSON: the note began once", [n["note"] for n in of_type(all_records, "note")] == ["A4"])
    waved = of_type(records(run("--input", a440, "--format", "json", "--waveform", "7")), "frame")
    check("JSON: waveform", all(list(f) == FRAME_KEYS + ["wave"] and len(f["wave"]) == 7 and
                                all(low <= high for low, high in f["wave"]) for f in waved))
    quiet = records(run("--input", a440, "--format", "json", "--quiet"))
    check("JSON: quiet has no header and no summary", not of_type(quiet, "header") and not of_type(quiet, "summary") and
          len(of_type(quiet, "frame")) == len(frames))
    silence = of_type(records(run("--input", write("zero.wav", wav([0.0] * 9600)), "--format", "json")), "frame")
    check("JSON: silence has no level and no pitch", silence and
          all(f["rmsDb"] is None and f["peakDb"] is None and f["hz"] is None and f["note"] is None for f in silence))


def check_csv():
    result = run("--input", a440, "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.stdout.decode())))
    check("CSV: header and rectangular", rows[0] == FRAME_KEYS[1:] and all(len(r) == 11 for r in rows))
    check("CSV: frames only", len(rows) == 1 + 2 * 48000 // 512)
    frames = of_type(records(run("--input", a440, "--format", "json")), "frame")
    check("CSV: the same numbers as in JSON", [float(r[4]) for r in rows[21:80]] == [f["hz"] for f in frames[20:79]])


def check_own_speed(expected):
    """Byte for byte. A standstill of the machine loses samples and is recorded as a gap: up to it nothing may differ."""
    for _ in range(3):
        lines = run("--input", a440, "--format", "json", "--quiet", "--realtime").stdout.splitlines(keepends=True)
        gap = next((i for i, line in enumerate(lines) if b'"type":"gap"' in line), None)
        same = b"".join(lines[:gap])
        check("at its own speed a file reads the same", same == expected if gap is None else expected.startswith(same),
              f"gap: {gap}, {len(lines)} lines")
        if gap is None:
            return
    print("skipped: a file at its own speed to its end, because this machine stood still each time")


def check_sources():
    stereo = write("stereo.wav", wav(tone(440, 1), tone(660, 1)))
    for arguments, note in [([], "A4"), (["--channel", "2"], "E5")]:
        summary = records(run("--input", stereo, "--format", "json", *arguments))[-1]
        heard = max(summary["notes"], key=lambda n: n["seconds"])["note"]
        check(f"stereo {arguments}", heard == note, summary)
    frames = {channel: run("--input", stereo, "--format", "csv", "--channel", channel).stdout for channel in ("1", "2", "mix")}
    run("--input", stereo, "--channel", "2", "--record", path("stereo"), "--format", "csv")
    check("a recording is replayed with its channel", run("--replay", path("stereo"), "--format", "csv").stdout == frames["2"])
    for channel in ("1", "mix"):
        check(f"a recording holds all channels: {channel}",
              run("--replay", path("stereo"), "--channel", channel, "--format", "csv").stdout == frames[channel])
    check_error("a channel that was not recorded", run("--replay", path("stereo"), "--channel", "3"), 2, "it holds channels 1 to 2")
    with open(a440, "rb") as file:
        piped = run("--input", "-", "--format", "json", "--quiet", stdin=file)
    check("standard input reads as the file does", piped.stdout == run("--input", a440, "--format", "json", "--quiet").stdout)
    check_own_speed(piped.stdout)
    short = records(run("--input", a440, "--format", "json", "--duration", "0.5"))
    check("duration of a file is sound time", short[-1]["seconds"] == 0.5 and short[-1]["frames"] == 24000 // 512, short[-1])
    demo = records(run("--demo", "--format", "json", "--duration", "0.5"))
    check("the demo runs and ends", demo[-1]["type"] == "summary" and demo[-1]["frames"] > 10, demo[-1])
    low = records(run("--input", a440, "--format", "json", "--a4", "415"))
    check("a4 moves the notes", low[0]["a4"] == 415 and low[-2]["note"] == "A#4", low[-2])
    german = records(run("--input", write("b4.wav", wav(tone(493.883, 1))), "--format", "json", "--notation", "german"))
    check("German names", german[-2]["note"] == "H4", german[-2])


def check_assertions():
    for arguments, code in [(["A4", "--within", "1"], 0), (["69", "--within", "1"], 0), (["G#4", "--within", "99"], 5),
                            (["G#4", "--within", "101"], 0), (["A5", "--within", "50"], 5)]:
        result = run("--input", a440, "--assert", *arguments)
        check(f"assert {arguments}", result.returncode == code, f"{result.returncode} {result.stderr}")
    check_error("assert says what was heard", run("--input", a440, "--assert", "B4", "--within", "5"), 5, "A4")
    check_error("assert in silence", run("--input", path("zero.wav"), "--assert", "B4", "--within", "5"), 5, "no steady")


def check_ends():
    program = start("--demo", "--format", "json")
    lines = [program.stdout.readline() for _ in range(5)]
    program.send_signal(signal.SIGINT)
    rest, errors = program.communicate(timeout=PATIENCE_S)
    check("SIGINT: the summary is written, 130", program.returncode == 130 and
          rest.splitlines()[-1].startswith(b'{"type":"summary"') and errors == b"" and all(lines),
          f"{program.returncode} {errors}")
    program = start("--demo", "--format", "json")
    program.stdout.readline()
    program.terminate()
    rest, _ = program.communicate(timeout=PATIENCE_S)
    check("SIGTERM ends it too", program.returncode == 130 and b'"summary"' in rest, program.returncode)

    # nohup and the like: what was ignored before stays ignored.
    program = start("--demo", "--format", "json", "--duration", "2",
                    preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    program.stdout.readline()
    program.send_signal(signal.SIGHUP)
    rest, errors = program.communicate(timeout=PATIENCE_S)
    check("SIGHUP that is ignored from outside", program.returncode == 0 and b'"summary"' in rest,
          f"{program.returncode} {errors}")

    # 0.5 s more than 2^32 ms, which 32 bits take for 0.5 s.
    program = start("--demo", "--format", "json", "--duration", "4294967.796")
    lines = iter(program.stdout.readline, b"")
    went_on = any(json.loads(line).get("t", 0) > 1.5 for line in lines)
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=PATIENCE_S)
    check("a duration of many days", went_on and program.returncode == 130, f"{went_on} {program.returncode}")

    # Nobody reads: the first signal gives the reader a second, then it ends all the same.
    program = start("--input", write("long.wav", wav(tone(440, 30))), "--format", "json", "--waveform", "200")
    program.stdout.readline()
    program.send_signal(signal.SIGINT)
    try:
        code = program.wait(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        program.kill()
        code = "still running"
    check("SIGINT with a reader that sleeps", code == 130, code)
    program.stdout.close()

    program = start("--demo", "--format", "json")
    program.stdout.readline()
    program.stdout.close()
    errors = program.stderr.read()
    check("a closed pipe ends it quietly", program.wait(timeout=PATIENCE_S) == 0 and errors == b"",
          f"{program.returncode} {errors}")
    # Where no sound server can be reached, the list says so in one line.
    for arguments, says in ((["--help"], {0: 0}), (["--list-devices"], {0: 0, 3: 1})):
        program = start(*arguments)
        program.stdout.close()
        errors = program.stderr.read()
        code = program.wait(timeout=PATIENCE_S)
        check(f"a closed pipe at {arguments}", says.get(code) == errors.count(b"\n"), f"{code} {errors}")

    # A writer that stops in the middle of a stream: what came is analysed, and the end is clean.
    program = start("--input", "-", "--format", "json", stdin=subprocess.PIPE)
    with open(a440, "rb") as file:
        half = file.read(100000)
    feeder = threading.Thread(target=lambda: (program.stdin.write(half), program.stdin.flush()))
    feeder.start()
    feeder.join(PATIENCE_S)
    for _ in range(40):
        program.stdout.readline()  # readings come while the writer is still there
    program.send_signal(signal.SIGINT)
    rest = program.stdout.read()
    program.stdin.close()
    check("SIGINT while standard input is silent", program.wait(timeout=PATIENCE_S) == 130 and b'"summary"' in rest)


def check_files():
    result = run("--input", a440, "--format", "json", "--output", path("out.json"))
    with open(path("out.json"), "rb") as file:
        check("--output writes the same", result.stdout == b"" and result.returncode == 0 and
              file.read() == run("--input", a440, "--format", "json").stdout)
    fifo = path("fifo")
    os.mkfifo(fifo)
    try:
        check_error("a FIFO that nobody reads", run("--input", a440, "--format", "json", "--output", fifo), 2,
                    "no program reads from it")
    except subprocess.TimeoutExpired:
        check("a FIFO that nobody reads", False, "still running")
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    program = start("--input", a440, "--format", "json", "--output", fifo)
    received = b""
    while program.poll() is None or select.select([reader], [], [], 0)[0]:
        if select.select([reader], [], [], 0.1)[0]:
            piece = os.read(reader, 1 << 16)
            if not piece and program.poll() is not None:
                break
            received += piece
    os.close(reader)
    program.communicate()
    check("a FIFO with a reader", program.returncode == 0 and received == run("--input", a440, "--format", "json").stdout,
          f"{program.returncode} {len(received)}")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            check_error("a full disk", run("--input", a440, "--format", "json", stdout=full), 1, "because")
            for arguments in (["--help"], ["--version"], ["--input", a440, "--assert", "A4", "--within", "1"]):
                check_error(f"a full disk, {arguments[0]}", run(*arguments, stdout=full), 1, "standard output, because")
        check_error("a full disk at --output", run("--input", a440, "--format", "json", "--output", "/dev/full"), 1,
                    "/dev/full")
    closed = subprocess.run(["sh", "-c", '"$0" --cli --input "$1" --format json >&- 2>&-', TUNESCOPE, a440], check=False,
                            env=environment(), timeout=PATIENCE_S)
    check("closed standard streams", closed.returncode in (0, 1), closed.returncode)


def content(name):
    with open(path(name), "rb") as file:
        return file.read()


def check_existing_outputs():
    """An existing file keeps its contents until the first record, and its permissions and links for good."""
    write("kept.json", b"earlier readings\n")
    os.mkdir(path("taken"))
    write("taken/capture.jsonl", b"{}\n")
    write("text.wav", b"no sound at all")
    for name, arguments, code in [("the input is missing", ["--input", path("nowhere.wav")], 4),
                                  ("the input is no sound", ["--input", path("text.wav")], 4),
                                  ("the input has fewer channels", ["--input", a440, "--channel", "2"], 2),
                                  ("the device is missing", ["--device", "no such input"], 3),
                                  ("the recording exists", ["--input", a440, "--record", path("taken")], 2)]:
        for output in ("kept.json", "not-yet.json"):
            result = run(*arguments, "--output", path(output))
            check(f"--output {output}: {name}", result.returncode == code, f"{result.returncode} {result.stderr}")
        check(f"an existing output is whole when {name}", content("kept.json") == b"earlier readings\n", content("kept.json"))
        check(f"no output is left behind when {name}", not os.path.exists(path("not-yet.json")))
    os.chmod(path("kept.json"), 0o640)
    os.link(path("kept.json"), path("linked.json"))
    write("kept.json", b"x" * 10_000_000)
    result = run("--input", a440, "--format", "json", "--output", path("kept.json"))
    check("an output is replaced where it stands", result.returncode == 0 and
          content("linked.json") == run("--input", a440, "--format", "json").stdout and
          os.stat(path("kept.json")).st_mode & 0o777 == 0o640, f"{result.returncode} {result.stderr}")
    with open(path("log.json"), "wb") as log:
        log.write(b"before\n")
        log.flush()
        result = run("--input", a440, "--format", "csv", "--output", "/dev/stdout", stdout=log)
    check("/dev/stdout goes on where standard output stands", result.returncode == 0 and
          content("log.json") == b"before\n" + run("--input", a440, "--format", "csv").stdout, result.stderr)


def check_sources_are_never_outputs():
    folder = path("recorded")
    check("a recording to protect", run("--input", a440, "--record", folder, "--quiet").returncode == 0)
    os.symlink(a440, path("symlink"))
    os.link(a440, path("hardlink"))
    os.mkfifo(path("loop"))
    loop = os.open(path("loop"), os.O_RDWR)
    before = {name: content(name) for name in ("a440.wav", "recorded/capture.jsonl", "recorded/capture-1.wav")}
    with open(a440, "rb") as file:
        for name, result in [
                *((f"--input and {link}", run("--input", a440, "--output", path(link))) for link in ("symlink", "hardlink")),
                *((f"--replay and {part}", run("--replay", folder, "--output", os.path.join(folder, part)))
                  for part in ("capture.jsonl", "capture-1.wav")),
                ("standard input", run("--input", "-", "--output", path("hardlink"), stdin=file)),
                ("a FIFO", run("--input", "-", "--output", path("loop"), stdin=os.fdopen(os.dup(loop), "rb")))]:
            check_error(f"the output is the source: {name}", result, 2, "because it is the input")
    with open(a440, "ab") as appended:
        check_error("standard output is the source", run("--input", a440, stdout=appended), 2, "because it is the input")
    os.close(loop)
    check("no source was touched", before == {name: content(name) for name in before})
    result = run("--replay", folder, "--format", "json", "--output", os.path.join(folder, "readings.json"))
    check("a new file beside a recording may be written", result.returncode == 0 and content("recorded/readings.json"),
          result.stderr)


def check_live_outputs():
    """What has been written can be read meanwhile, and stays when the program is stopped or killed."""
    for number, code in [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)]:
        write("live.json", b"old\n")
        program = start("--demo", "--format", "json", "--output", path("live.json"))
        with open(path("live.json"), "rb") as reader:
            for _ in range(PATIENCE_S * 20):
                if os.fstat(reader.fileno()).st_size > 1000:
                    break
                time.sleep(0.05)
        program.send_signal(number)
        program.communicate(timeout=PATIENCE_S)
        check(f"signal {number}: what was written is there", program.returncode == code and
              content("live.json").startswith(b'{"type":"header"'), f"{program.returncode} {content('live.json')[:80]}")


def check_locales():
    plain = run("--input", a440, "--format", "json").stdout
    folder = path("locales")
    os.mkdir(folder)
    try:
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", os.path.join(folder, "de_DE.UTF-8")], check=False,
                              capture_output=True).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        print("skipped: no localedef to make a locale with a decimal comma")
    for env in ({"LC_ALL": "C"}, {"LC_ALL": "POSIX", "LANG": ""},
                {"LC_ALL": "de_DE.UTF-8", **({"LOCPATH": folder} if made else {})}):
        result = run("--input", a440, "--format", "json", env=environment(**env))
        check(f"locale {env['LC_ALL']}", result.stdout == plain and result.stderr == b"", result.stderr)


def check_words():
    check("help", run("--help").returncode == 0 and b"--duration" in run("--help").stdout)
    check("version", re.fullmatch(rb"tunescope \d+\.\d+\.\d+\n", run("--version").stdout) is not None)
    lines = run("--input", a440).stdout.decode().splitlines()
    check("text: a header, a line for each reading, a summary", lines[0].startswith("Source: ") and
          all("dBFS" in line for line in lines[1:-2]) and "A4" in lines[-1], lines[:2] + lines[-2:])
    check("text in a pipe has no escape sequences", "\x1b" not in "".join(lines))


check_json()
check_csv()
check_sources()
check_assertions()
check_ends()
check_files()
check_existing_outputs()
check_sources_are_never_outputs()
check_live_outputs()
check_locales()
check_words()
finish()
