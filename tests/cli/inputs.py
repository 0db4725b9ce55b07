#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad options and hostile files: each has its message, its exit code, and an end."""

import os
import struct

from harness import (TUNESCOPE, check, check_error, environment, finish, of_type, path, records, run, tone, wav, write)

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
        (["song.wav"], "--input"),
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
        (["--input", a440, "--temperament", "young"], "not in this version"),
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
check("a name of 6000 bytes is told in short, and whole letters", len(result.stderr) < 500 and b"\xef\xbf\xbd" not in result.stderr,
      result.stderr)
check_error("an empty name", run("--input", ""), 2, "needs a value")
if os.getuid() != 0:
    os.chmod(write("secret.wav", good), 0)
    check_error("a file that may not be read", run("--input", path("secret.wav")), 4, "may not be read")

# What is damaged in the middle is analysed up to there.
result = run("--input", write("cut.wav", good[:30000]), "--format", "json")
check_error("a file that is cut short", result, 4, "damaged")
check("a file that is cut short gives what it has", len(of_type(records(result), "frame")) > 20)

# Odd, but sound: exit code 0.
for name, data in [("streamed.wav", riff(header(), good[44:], data_size=0xFFFFFFFF)),
                   ("no-frames.wav", wav([])),
                   ("one-frame.wav", wav([0.5])),
                   ("odd-floats.wav", wav([float("nan"), float("inf"), -3e38, 1e-40] * 4000, is_float=True))]:
    result = run("--input", write(name, data), "--format", "json")
    if name == "streamed.wav" and result.returncode == 4:  # a file may be refused for that; standard input may not
        result = run("--input", "-", "--format", "json", stdin=data)
    check(f"odd file {name}", result.returncode == 0 and result.stderr == b"" and
          len(of_type(records(result), "summary")) == 1, f"{result.returncode} {result.stderr}")

# A name that is not UTF-8 is opened, and written as valid UTF-8.
odd = os.fsencode(path("")) + b"caf\xe9.wav"
with open(odd, "wb") as file:
    file.write(good)
result = run("--input", odd, "--format", "json")
check("a name that is not UTF-8", result.returncode == 0 and
      records(result)[0]["source"].endswith("caf\ufffd.wav"), f"{result.returncode} {result.stderr}")

finish()
