#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The reference tone, through PulseAudio into a null sink: what is recorded there is measured with the program's own engine.

    tone.py PROGRAM         run by tests/support/with-pulse"""

import json
import math
import os
import signal
import statistics
import struct
import subprocess
import sys

for folder in ("cli", "support"):
    sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", folder))

from harness import PATIENCE_S, TUNESCOPE, check, check_error, environment, finish, of_type, path, records, run, wav, write
from waiting import wait_until

RATE = 48000
LEVEL = 10 ** (-30 / 20)


class Recorder:
    """What comes out of the sink, as floats of the left channel."""

    def __init__(self):
        self.file = path("recorded.raw")
        with open(self.file, "wb") as file:
            self.process = subprocess.Popen(["parec", "--raw", "--device=tone.monitor", f"--rate={RATE}", "--channels=2",
                                             "--format=float32le", "--latency-msec=20"], stdout=file)
        wait_until("the recorder runs", lambda: os.path.getsize(self.file) > 8 * RATE // 10)

    def read(self):
        with open(self.file, "rb") as file:
            data = file.read()
        data = data[:len(data) // 8 * 8]
        return struct.unpack(f"<{len(data) // 4}f", data)[::2]

    def wait_for_sound(self, seconds):
        """Until so much of it has been recorded."""
        wait_until("the tone sounds", lambda: len(sounding(self.read())) > seconds * RATE)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_S)
        return self.read()


def recorded(*arguments, interrupt_after=None):
    recorder = Recorder()
    process = subprocess.Popen([TUNESCOPE, "--cli", "--tone", *arguments], env=environment(), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    if interrupt_after:
        said = process.stdout.readline()
        recorder.wait_for_sound(interrupt_after)
        process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=PATIENCE_S)
    check(f"{arguments}: it ends as it should", process.returncode == (130 if interrupt_after else 0) and errors == b"",
          f"{process.returncode} {errors}")
    return recorder.stop(), (said if interrupt_after else b"") + out


def sounding(samples):
    """From the first sample that is not silent to the last."""
    loud = [i for i, x in enumerate(samples) if x != 0]
    return samples[max(0, loud[0] - 10):loud[-1] + 10] if loud else []


def check_tone(name, samples, hertz, seconds):
    samples = sounding(samples)
    check(f"{name} is heard", len(samples) > seconds * RATE, len(samples))
    if not samples:
        return
    peak = max(abs(x) for x in samples)
    check(f"{name} has the level", abs(20 * math.log10(peak / LEVEL)) < 0.02, 20 * math.log10(peak))
    step = max(abs(b - a) for a, b in zip(samples, samples[1:]))
    check(f"{name} does not click", step <= 1.02 * 2 * math.pi * hertz / RATE * LEVEL, step / (2 * math.pi * hertz / RATE * LEVEL))
    louder = [0.5 / LEVEL * x for x in samples]
    frames = of_type(records(run("--input", write("tone.wav", wav(louder, is_float=True)), "--format", "json",
                                 "--min-hz", "20")), "frame")
    read = [f["hz"] for f in frames[20:-20] if f["hz"]]
    cents = 1200 * math.log2(statistics.median(read) / hertz) if read else math.inf
    print(f"{name}: {cents:+.5f} cents over {len(read)} readings")
    check(f"{name} is exact", abs(cents) < 0.01, cents)


def check_sound():
    for hertz in (82.4069, 440.0, 1318.51):
        samples, _ = recorded(str(hertz), "--duration", "2")
        check_tone(f"{hertz} Hz", samples, hertz, 1.5)
    samples, out = recorded("A4", "--a4", "415", "--format", "json", "--duration", "1.5")
    check("what is played is told", json.loads(out) == {"type": "tone", "note": "A4", "hz": 415.0}, out)
    check_tone("A4 at 415 Hz", samples, 415, 1)
    samples, _ = recorded("440", "--tone-level", "-20", "--duration", "1")
    peak = max((abs(x) for x in samples), default=0)
    check("the level is as asked for", peak > 0 and abs(20 * math.log10(peak) + 20) < 0.02, peak)
    samples, _ = recorded("C4", interrupt_after=1.5)
    check_tone("C4 until it is interrupted", samples, 440 * 2 ** (-9 / 12), 1)


def check_chord():
    recorder = Recorder()
    result = run("--tone", "C4", "E4", "G4", "--timbre", "organ", "--temperament", "werckmeister-3", "--duration", "1")
    samples = sounding(recorder.stop())
    lines = result.stdout.decode().splitlines()
    check("a chord is told", [line.split()[0] for line in lines] == ["C4", "E4", "G4"] and lines[0].endswith(" Hz"), lines)
    check("a chord is not louder than a note", bool(samples) and max(abs(x) for x in samples) <= LEVEL * 1.0001)
    for line in lines:
        hertz = float(line.split()[1])
        part = samples[RATE // 4:RATE // 4 + RATE // 2]
        a, b = (sum(x * f(2 * math.pi * hertz * i / RATE) for i, x in enumerate(part)) for f in (math.cos, math.sin))
        amplitude = 2 * math.hypot(a, b) / max(1, len(part)) / (LEVEL / 3 / 2.05)
        check(f"{line} is in the chord", 0.85 < amplitude < 1.15, amplitude)


def check_missing():
    result = run("--tone", "A4", "--duration", "1", env=environment(PULSE_SERVER="unix:/nowhere"))
    check_error("without a sound server it says so", result, 3, "no audio output")


def sound_server(number):
    os.kill(int(os.environ["TUNESCOPE_PULSE_PID"]), number)


def check_hanging():
    """A sound server that answers nothing keeps the program neither before the tone nor during it."""
    sound_server(signal.SIGSTOP)
    try:
        result = run("--tone", "A4", "--duration", "1")
        check_error("a server that hangs from the start is reported", result, 3, "does not answer")
        result = run("--tone", "A4")
        check_error("and also without a duration", result, 3, "does not answer")
    finally:
        sound_server(signal.SIGCONT)
    recorder = Recorder()
    process = subprocess.Popen([TUNESCOPE, "--cli", "--tone", "A4", "--duration", "4"], env=environment(), stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    recorder.wait_for_sound(1)
    sound_server(signal.SIGSTOP)
    try:
        out, errors = process.communicate(timeout=PATIENCE_S)
        result = subprocess.CompletedProcess([], process.returncode, out, errors)
        check_error("a server that hangs during the tone is reported", result, 3, "does not answer")
    finally:
        sound_server(signal.SIGCONT)
    recorder.stop()


check_sound()
check_chord()
check_hanging()
check_missing()
finish()
