#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The loudness of recordings in stereo and mono against ffmpeg's ebur128: momentary and short-term at each 100 ms, integrated,
range and true peak. Recordings: the guitar of TUNESCOPE_RECORDINGS, and the recorded instruments of fluid-soundfont-gm, played
by fluidsynth. What is missing is named; without ffmpeg or any recording the test is skipped (77)."""

import glob
import math
import os
import shutil
import struct
import subprocess
import sys

from harness import check, finish, of_type, path, records, run, write

SOUNDFONTS = ("/usr/share/sounds/sf2/FluidR3_GM.sf2", "/usr/share/soundfonts/FluidR3_GM.sf2")
SHORTEST_S = 3  # of a short-term value


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def ffmpeg(*arguments):
    done = subprocess.run(["ffmpeg", "-hide_banner", "-nostats", "-loglevel", "error", "-y", *arguments], capture_output=True, check=False)
    check(f"ffmpeg {' '.join(arguments)[:60]}", done.returncode == 0, done.stderr.decode())


def concatenated(files, name):
    """One after another, as 32-bit floats, so that nothing is rounded or clipped."""
    out = path(name)
    inputs = [argument for file in files for argument in ("-i", file)]
    ffmpeg(*inputs, "-filter_complex", f"concat=n={len(files)}:v=0:a=1", "-c:a", "pcm_f32le", out)
    return out


def guitars():
    """Mono, and in stereo with other notes and another level on the right."""
    files = sorted(glob.glob(os.path.join(os.environ.get("TUNESCOPE_RECORDINGS", ""), "guitar", "*.flac")))
    if len(files) < 2:
        print("not compared: the guitar of TUNESCOPE_RECORDINGS, which is not set or has none")
        return []
    left, right = concatenated(files, "left.wav"), concatenated(files[::-1], "right.wav")
    stereo = path("guitars.wav")
    ffmpeg("-i", left, "-i", right, "-filter_complex", "[1:a]volume=-7dB[r];[0:a][r]join=inputs=2:channel_layout=stereo",
           "-c:a", "pcm_f32le", stereo)
    return [left, stereo]


def midi_file():
    """Half a minute: piano and strings, then drums, panned apart."""
    def event(delta, *data):
        return (bytes([0x81, delta & 0x7F]) if delta > 127 else bytes([delta])) + bytes(data)
    track = event(0, 0xC0, 0) + event(0, 0xC1, 48) + event(0, 0xB0, 10, 20) + event(0, 0xB1, 10, 110)
    for turn in range(24):
        pitch = 48 + turn * 7 % 24
        for channel, key in ((0, pitch), (1, pitch + 12), (9, 36 + turn % 12)):
            track += event(0, 0x90 | channel, key, 40 + 3 * turn)
        track += event(240, 0x80, pitch, 0) + event(0, 0x81, pitch + 12, 0)
    track += event(0, 0xFF, 0x2F, 0)
    head = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 96)
    return head + b"MTrk" + struct.pack(">I", len(track)) + track


def instruments():
    font = next((file for file in SOUNDFONTS if os.path.exists(file)), None)
    if font is None or shutil.which("fluidsynth") is None:
        print("not compared: fluid-soundfont-gm played by fluidsynth; install both")
        return []
    out = path("instruments.wav")
    subprocess.run(["fluidsynth", "-q", "-ni", "-r", "48000", "-g", "0.7", "-F", out, font, write("piece.mid", midi_file())],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False)
    if not os.path.exists(out):
        print("not compared: fluid-soundfont-gm, which fluidsynth did not play")
        return []
    return [out]


def readings_of_ffmpeg(file):
    """A dictionary for each 100 ms, by the time of its end."""
    log = path("ebur128.txt")
    ffmpeg("-i", file, "-af", f"ebur128=peak=true:metadata=1,ametadata=print:file={log}", "-f", "null", "-")
    found, now = {}, {}
    with open(log, encoding="ascii") as lines:
        for line in lines:
            if line.startswith("frame:"):
                now = found.setdefault(round(float(line.split("pts_time:")[1]) + 0.1, 1), {})
            elif line.startswith("lavfi.r128."):
                key, value = line.strip()[len("lavfi.r128."):].split("=")
                now[key] = float(value)
    return found


def compare(file):
    name = os.path.basename(file)
    theirs = readings_of_ffmpeg(file)
    lines = records(run(file, "--meters", "--format", "json"))
    ours = {round(r["t"], 1): r for r in of_type(lines, "meters")}
    summary, last = lines[-1]["meters"], theirs[max(theirs)]
    for key, label, first in (("lufsMomentary", "M", 0.4), ("lufsShortTerm", "S", SHORTEST_S)):
        pairs = [(t, ours[t][key], theirs[t][label]) for t in sorted(theirs.keys() & ours.keys())
                 if t > first and theirs[t][label] > -60 and ours[t][key] is not None]
        worst = max(pairs, key=lambda pair: abs(pair[1] - pair[2]))
        check(f"{name}: {label} of {len(pairs)} readings", len(pairs) > 20 and abs(worst[1] - worst[2]) <= 0.1, worst)
        print(f"{name}: {label} within {abs(worst[1] - worst[2]):.3f} LU in {len(pairs)} readings")
    check(f"{name}: I", abs(summary["lufsIntegrated"] - last["I"]) <= 0.1, (summary, last))
    peak = 20 * math.log10(last["true_peak"])
    check(f"{name}: true peak", abs(summary["maxTruePeakDb"] - peak) <= 0.1, (summary, peak))
    # ffmpeg also takes the first windows, which are not yet 3 s long.
    check(f"{name}: range", abs(summary["loudnessRange"] - last["LRA"]) <= 1, (summary, last))
    print(f"{name}: I {summary['lufsIntegrated']} and {last['I']} LUFS, range {summary['loudnessRange']} and {last['LRA']} LU, "
          f"true peak {summary['maxTruePeakDb']} and {peak:.3f} dBTP")


if shutil.which("ffmpeg") is None:
    skip("ffmpeg is not installed")
sounds = guitars() + instruments()
if not sounds:
    skip("no recording")
for sound in sounds:
    compare(sound)
finish()
