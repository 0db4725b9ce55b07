#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad options and hostile files: each has its message, its exit code, and an end."""

import json
import os
import struct

from harness import (TUNESCOPE, check, check_error, environment, finish, of_type, path, records, run, tone, wav, write)

SOUNDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "audio", "sounds")
good = wav(tone())
a440 = write("a440.wav", good)


def header(channels=1, rate=48000, bits=16, code=1, size=16):
    block = channels * bits // 8 & 0xFFFF
    return struct.pack("<HHIIHH", code, channels, rate, rate * block & 0xFFFFFFFF, block, bits)[:size]


def riff(form, data=b"\0" * 9600, form_size=None, data_size=None):
    return (b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
            struct.pack("<I", len(form) if form_size is None else form_size) + form + b"data" +
            struct.pack("<I", len(data) if data_size is None else data_size) + data)


# --- Options: exit code 2 and nothing on standard output ---
for arguments, says in [
        (["--frobnicate"], "there is no option"),
        (["--durration", "3"], "--duration"),
        (["song.wav", "--durration", "3"], "did you mean --duration"),
        ([a440, "song.wav", "--demo"], "exclude each other"),
        ([a440, "--demo"], "exclude each other"),
        (["--output=", a440], "--output needs a value"),
        (["--duration"], "needs a value"),
        (["--duration", "--quiet"], "needs a value"),
        (["--duration", "0"], "cannot be"),
        (["--duration", "1,5"], "with a point"),
        (["--duration", "nan"], "cannot be"),
        (["--a4", "1000000"], "300 to 600"),
        (["--a4", "440", "--a4", "441"], "given twice"),
        (["--format", "xml"], "json"),
        (["--format", "\x1b[2J"], "cannot be"),
        (["--input", a440, "--demo"], "exclude each other"),
        (["--input", a440, "--device", "x"], "exclude each other"),
        (["--input", a440, "--min-hz", "900", "--max-hz", "100"], "nothing lies between"),
        (["--input", a440, "--mains", "55"], "give 50 or 60"),
        (["--input", a440, "--mains", "Off"], "give 50 or 60"),
        (["--input", a440, "--waveform", "9"], "--format json"),
        (["--input", a440, "--status", "--format", "csv"], "--status needs"),
        (["--calibrate-clock", "--demo"], "exclude each other"),
        (["--input", a440, "--channel", "2"], "channel 2"),
        (["--demo", "--rate", "7999"], "refuses the rate"),
        (["--input", a440, "--output", path("no/such/folder")], "cannot write to"),
        (["--input", a440, "--output", path("")], "cannot write to"),
        (["--input", a440, "--output", a440], "because it is the input"),
        (["--demo", "--assert", "A4", "--within", "5"], "needs --duration"),
        (["--input", a440, "--assert", "X4", "--within", "5"], "not a note"),
]:
    result = run(*arguments)
    check_error(f"options {arguments}", result, 2, says)
    check(f"options {arguments} write nothing", result.stdout == b"", result.stdout)
with open(a440, "rb") as file:
    check("an input that was refused as output is whole", file.read() == good)

# --- Files: exit code 4 ---
os.mkfifo(path("fifo"))
os.mkdir(path("folder"))
huge = path("header-only.wav")
for name, data, says in [
        ("empty.wav", b"", "no sound"),
        ("text.wav", b"Dear reader,\nthis is not a sound.\n", "no sound"),
        ("riff-only.wav", b"RIFF", "cannot read"),
        ("zeros.wav", b"\0" * 4096, "no sound"),
        ("fmt-size-0.wav", riff(b"", form_size=0), "cannot read"),
        ("fmt-size-huge.wav", riff(header(), form_size=0xFFFFFFF0), "cannot read"),
        ("channels-0.wav", riff(header(channels=0)), "cannot read"),
        ("channels-65535.wav", riff(header(channels=65535)), ""),
        ("rate-0.wav", riff(header(rate=0)), "cannot read"),
        ("rate-1.wav", riff(header(rate=1)), "cannot read"),
        ("rate-4e9.wav", riff(header(rate=4000000000)), "cannot read"),
        ("code-unknown.wav", riff(header(code=0x7777)), "cannot read"),
        ("data-before-fmt.wav", b"RIFF\x24\0\0\0WAVEdata\x04\0\0\0\0\0\0\0", "cannot read"),
]:
    check_error(f"file {name}", run("--input", write(name, data)), 4, says)
check_error("a file that is not there", run("--input", path("nowhere.wav")), 4, "does not exist")
check_error("a directory", run("--input", path("folder")), 4, "may not be read")
check_error("a FIFO that nobody writes", run("--input", path("fifo")), 4, "cannot read")
check_error("a device that never ends", run("--input", "/dev/zero"), 4, "cannot read")
check_error("nothing on standard input", run("--input", "-"), 4, "standard input")
check_error("text on standard input", run("--input", "-", stdin=b"hello, this is not WAV at all, sorry " * 9), 4,
            "standard input")
check_error("a name with control characters", run("--input", path("a\nb\x1b[2J")), 4, "does not exist")
result = run("--input", path("\u00e9" * 3000))
check_error("a name of 6000 bytes", result, 4, "\u2026")
check("a name of 6000 bytes is shortened, to whole letters", len(result.stderr) < 500 and b"\xef\xbf\xbd" not in result.stderr,
      result.stderr)
check_error("an empty name", run("--input", ""), 2, "needs a value")
if os.getuid() != 0:
    os.chmod(write("secret.wav", good), 0)
    check_error("a file that may not be read", run("--input", path("secret.wav")), 4, "may not be read")

# What is damaged in the middle is analysed up to there.
result = run("--input", write("cut.wav", good[:30000]), "--format", "json")
check_error("a file that is cut short", result, 4, "the end is missing")
check("a file that is cut short gives what it has", len(of_type(records(result), "frame")) > 20)

# A file needs no option.
check("a file without an option is read",
      run(a440, "--format", "json").stdout == run("--input", a440, "--format", "json").stdout != b"")

# A replay has the settings it was recorded with, but for those that are given.
take = path("take")
check("a file is recorded", run("--input", a440, "--max-hz", "300", "--mains", "60", "--record", take).returncode == 0)
check_error("a replay without a range", run("--replay", take, "--min-hz", "900"), 2, "nothing lies between")
with open(os.path.join(take, "capture.jsonl"), encoding="utf-8") as file:
    recorded = json.loads(file.readline())
check("a recording has its settings", (recorded["maxHz"], recorded["minHz"], recorded["mains"], recorded["a4Hz"]) ==
      (300, 25, "60", 440) and "notation" not in recorded, recorded)
wide = path("wide")
check("a file is recorded with a wide range", run("--input", a440, "--max-hz", "8000", "--record", wide).returncode == 0)
check("a replay's range is checked with the recorded one", run("--replay", wide, "--min-hz", "6000").returncode == 0)
for options, has_note in [([], False), (["--min-hz", "100"], False), (["--max-hz", "2000"], True)]:
    notes = {frame["note"] for frame in of_type(records(run("--replay", take, *options, "--format", "json")), "frame")}
    check(f"a replay with {options} has the recorded range otherwise", ("A4" in notes) == has_note, notes)

# What is too quiet is no note, in a replay too.
loud = run("--input", a440, "--format", "json")
for sensitivity, has_note in (("-60", True), ("-3", False)):
    soft = path(f"soft{sensitivity}")
    heard = run("--input", a440, "--format", "json", "--sensitivity", sensitivity, "--record", soft)
    replayed = run("--replay", soft, "--format", "json")
    frames = of_type(records(heard), "frame")
    check(f"notes with a sensitivity of {sensitivity}", frames == of_type(records(loud), "frame") if has_note else
          not any(frame["note"] or frame["hz"] for frame in frames) and not of_type(records(heard), "note"))
    check(f"the header has a sensitivity of {sensitivity}", records(heard)[0]["sensitivityDb"] == float(sensitivity))
    check(f"a replay has a sensitivity of {sensitivity}", frames == of_type(records(replayed), "frame"))
check("without a sensitivity the header has none", "sensitivityDb" not in records(loud)[0])

# Odd, but sound: exit code 0.
for name, data in [("streamed.wav", riff(header(), good[44:], data_size=0xFFFFFFFF)),
                   ("unfinished.wav", riff(header(), good[44:], data_size=0)),
                   ("no-frames.wav", wav([])),
                   ("one-frame.wav", wav([0.5])),
                   ("odd-floats.wav", wav([float("nan"), float("inf"), -3e38, 1e-40] * 4000, is_float=True))]:
    result = run("--input", write(name, data), "--format", "json")
    check(f"odd file {name}", result.returncode == 0 and result.stderr == b"" and
          len(of_type(records(result), "summary")) == 1, f"{result.returncode} {result.stderr}")

# The reason and the remedy fit the input.
check_error("a recording that does not exist", run("--replay", path("none")), 4, "check the name after --replay")
check_error("a file that does not exist", run("--input", path("none")), 4, "check the name")
check_error("a file without an option that does not exist", run(path("none")), 4, "check the name")
result = run("--input", write("malformed.aiff", b"FORM\0\0\0\x04AIFF" + b"\0" * 100))
check("the text of a decoder fits into the sentence", b"." not in result.stderr.split(b"because")[1], result.stderr)
with open(os.path.join(SOUNDS, "g726.wav"), "rb") as file:
    result = run("--input", "-", stdin=file)
check_error("G.726 on standard input", result, 4, "(G.726 ADPCM); convert it to WAV with PCM\n")
mulaw = struct.pack("<HHIIHH", 7, 1, 48000, 48000, 1, 8)
adpcm = struct.pack("<HHIIHHHH", 0x11, 1, 48000, 24000, 256, 4, 2, 505)
for name, data, code, says in [
        ("mu-law", riff(mulaw, b"\xff" * 9600), 0, None),
        ("IMA ADPCM", riff(adpcm), 4, "encoding that is not supported (IMA ADPCM); convert it to WAV with PCM"),
        ("FLAC", b"fLaC" + b"\0" * 100, 4, "because it is not WAV (it begins like FLAC); only WAV can be piped in"),
        ("a rate of 384 kHz", riff(header(rate=384000)), 4, "convert it to 48000 Hz")]:
    result = run("--input", "-", stdin=data)
    if code == 0:
        check(f"{name} on standard input", result.returncode == 0 and result.stderr == b"", result.stderr)
    else:
        check_error(f"{name} on standard input", result, code, says)
for name, says in [("spx.ogg", "encoding that is not supported (Speex in Ogg); convert it"),
                   ("g726.wav", "encoding that is not supported (G.726 ADPCM); convert it")]:
    result = run("--input", os.path.join(SOUNDS, name))
    check_error(name, result, 4, says)
    check(f"{name}: nothing claims to have been analysed", b"analysed" not in result.stderr, result.stderr)

# Of two data chunks the first is read, with one line about it.
twice = wav(tone()) + b"data" + struct.pack("<I", 9600) + b"\0" * 9600
twice = twice[:4] + struct.pack("<I", len(twice) - 8) + twice[8:]
for arguments in (["--input", write("twice.wav", twice)], ["--input", "-"]):
    result = run(*arguments, "--format", "json", stdin=twice)
    check_error(f"two data chunks {arguments}", result, 0, "second data chunk")
    check(f"two data chunks {arguments}: the first is read", records(result)[-1]["seconds"] == 1, result.stdout[-300:])

# Each part of a chained stream is read at its own rate, and only another rate has another header.
for name, rates in [("chained_rate.ogg", [48000, 44100]), ("chained.opus", [48000]), ("double.mp3", [48000]),
                    ("cci4.mp3", [48000])]:
    result = run("--input", os.path.join(SOUNDS, name), "--format", "json")
    lines = records(result)
    times = [f["t"] for f in of_type(lines, "frame")]
    check(f"{name} is read to its end", result.returncode == 0 and result.stderr == b"" and
          [h["sampleRate"] for h in of_type(lines, "header")] == rates and abs(lines[-1]["seconds"] - 4) < 0.1 and
          times[-1] > 3.8 and len(of_type(lines, "summary")) == 1, f"{result.returncode} {result.stderr} {lines[-1]}")
heard = [n["note"] for n in records(run("--input", os.path.join(SOUNDS, "chained_rate.ogg"), "--format", "json"))[-1]["notes"]]
check("both notes of a chained stream", heard[:2] == ["A4", "E5"] or heard[:2] == ["E5", "A4"], heard)
result = run("--input", os.path.join(SOUNDS, "chained_rate.ogg"), "--duration", "3", "--format", "json")
check("--duration counts over parts", abs(records(result)[-1]["seconds"] - 3) < 1e-9 and result.returncode == 0, result.stderr)
result = run("--input", os.path.join(SOUNDS, "chained_rate.ogg"), "--record", path("chained"), "--format", "json")
replayed = run("--replay", path("chained"), "--format", "json")
check("a recording of a chained stream replays alike", of_type(records(result), "frame") == of_type(records(replayed), "frame") and
      replayed.returncode == 0, replayed.stderr)

# A name that is not UTF-8 is opened, and written as valid UTF-8.
odd = os.fsencode(path("")) + b"caf\xe9.wav"
with open(odd, "wb") as file:
    file.write(good)
result = run("--input", odd, "--format", "json")
check("a name that is not UTF-8", result.returncode == 0 and
      records(result)[0]["source"].endswith("caf\ufffd.wav"), f"{result.returncode} {result.stderr}")

finish()
