#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real sound, all the way: tones and recordings go into `tunescope --cli` as files and through PulseAudio and RtAudio, and
the right note must come out. The recordings are in $TUNESCOPE_RECORDINGS/guitar, named after their note ("Fs1-open.flac"
is F#1); without them that part is skipped, which is said.

    cli.py PROGRAM files | live | recordings [STEP]

files: from files. live: tones, run by tests/support/with-pulse. recordings: the same with each recording, or each STEPth."""

import glob
import os
import re
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

from harness import PATIENCE_S, TUNESCOPE, check, environment, finish, of_type, path, records, run, tone, wav, write

MONITOR = ["--api", "pulse", "--device", "Monitor of TuneSink"]


def main_note(all_records):
    """The note that sounded longest, and its share of all voiced time."""
    notes = of_type(all_records, "summary")[0]["notes"]
    if not notes:
        return None, 0
    longest = max(notes, key=lambda n: n["seconds"])
    return longest["note"], longest["seconds"] / sum(n["seconds"] for n in notes)


def saw(hertz, seconds, rate):
    """Band-limited, to half the rate."""
    count = max(1, int(0.45 * rate / hertz))
    partials = [tone(hertz * n, seconds, rate, 0.25 / n) for n in range(1, min(count, 20) + 1)]
    return [sum(values) for values in zip(*partials)]


def recordings():
    folder = os.environ.get("TUNESCOPE_RECORDINGS")
    if not folder:
        print("skipped: the recordings, because TUNESCOPE_RECORDINGS is not set")
        return []
    found = []
    for file in sorted(glob.glob(os.path.join(folder, "guitar", "*.flac"))):
        match = re.fullmatch(r"([A-G]s?)(\d)-(open|fret12)\.flac", os.path.basename(file))
        if match:
            found.append((file, match[1].replace("s", "#") + match[2]))
    check("there are recordings", len(found) >= 10, folder)
    return found


def check_files():
    for rate in (44100, 48000, 96000):
        for hertz, name in ((27.5, "A0"), (110, "A2"), (440, "A4"), (1318.51, "E6"), (4186.01, "C8")):
            for shape, samples in (("sine", tone(hertz, 1, rate)), ("saw", saw(hertz, 1, rate))):
                all_records = records(run("--input", write("tone.wav", wav(samples, rate=rate)), "--format", "json"))
                frames = of_type(all_records, "frame")
                first = next((i for i, f in enumerate(frames) if f["note"]), len(frames))
                wrong = {f["note"] for f in frames[first:] if f["note"] != name}
                errors = sorted(abs(f["cents"]) for f in frames if f["note"] == name)
                check(f"{shape} of {name} at {rate} Hz", not wrong and first <= len(frames) / 10 and errors[len(errors) // 2] < 0.1,
                      f"first read in frame {first}, from there also {wrong}, median error {errors[len(errors) // 2:len(errors) // 2 + 1]}")
    for file, name in recordings():
        note, share = main_note(records(run("--input", file, "--format", "json")))
        check(f"{os.path.basename(file)} as a file", note == name and share > 0.9, f"{note} for {share:.0%}")


class Listener:
    """The program on the sink's monitor, from its first reading on."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([TUNESCOPE, "--cli", *MONITOR, "--format", "json", *arguments], env=environment(),
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line)
            if b'"type":"frame"' in line:
                break

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        out, errors = self.process.communicate(timeout=PATIENCE_S)
        check("the listener ends as it should", self.process.returncode == 130 and errors == b"",
              f"{self.process.returncode} {errors}")
        result = subprocess.CompletedProcess([], 0, b"".join(self.lines) + out)
        return records(result)


def play(file):
    """To its end, into the sink; a file that paplay cannot read is played by way of sox."""
    subprocess.run(["paplay", "--latency-msec=20", "--device=tone", file], check=True, timeout=PATIENCE_S)


def check_live():
    stereo = write("stereo.wav", wav(tone(440, 2), tone(659.26, 2)))
    for arguments, name in ([], "A4"), (["--channel", "2"], "E5"):
        listener = Listener(*arguments)
        play(stereo)
        all_records = listener.stop()
        note, share = main_note(all_records)
        check(f"live, stereo, {arguments}", note == name and share > 0.9, f"{note} for {share:.0%}")
        check(f"live, stereo, {arguments}: nothing is lost", of_type(all_records, "summary")[0]["lostFrames"] == 0,
              of_type(all_records, "gap"))
        headers = of_type(all_records, "header")  # a slow monitor is said to be stalled before that
        check("live: the header says what is heard", len(headers) == 1 and "TuneSink" in headers[0]["source"] and
              headers[0]["sampleRate"] == 48000, all_records[:2])
    for hertz, name in ((41.2, "E1"), (196, "G3"), (2093, "C7")):
        listener = Listener()
        play(write("tone.wav", wav(saw(hertz, 1.5, 48000))))
        note, share = main_note(listener.stop())
        check(f"live, saw of {name}", note == name and share > 0.9, f"{note} for {share:.0%}")


def check_many_channels():
    """An audio interface: eight channels without positions, at a rate that RtAudio does not know. The third has a tone."""
    channel_map = ",".join(f"aux{i}" for i in range(8))
    module = subprocess.run(["pactl", "load-module", "module-null-sink", "sink_name=interface", "channels=8", "rate=88200",
                             "format=float32le", f"channel_map={channel_map}", "sink_properties=device.description=Interface"],
                            stdout=subprocess.PIPE, check=True, timeout=PATIENCE_S).stdout.decode().strip()
    silence = [0.0] * 88200
    sound = wav(*[tone(440, 1, 88200) if i == 2 else silence for i in range(8)], rate=88200)[44:]
    player = subprocess.Popen(["pacat", "--raw", "--device=interface", "--channels=8", "--rate=88200", "--format=s16le",
                               f"--channel-map={channel_map}", write("interface.raw", 20 * sound)])
    for channel, name in (("2", None), ("3", "A4"), ("mix", "A4")):
        result = run("--api", "pulse", "--device", "Interface", "--channel", channel, "--duration", "3", "--format", "json")
        check(f"live, channel {channel} of eight opens", result.returncode == 0, result.stderr)
        if result.returncode != 0:
            continue
        note, _ = main_note(records(result))
        check(f"live, channel {channel} of eight", note == name, note)
        headers = of_type(records(result), "header")
        check(f"live, channel {channel} of eight: its own rate", headers[0]["sampleRate"] == 88200, headers)
    player.kill()
    player.wait()
    subprocess.run(["pactl", "unload-module", module], check=True, timeout=PATIENCE_S)


def check_live_recordings(step):
    for file, name in recordings()[::step]:
        listener = Listener()
        play(file)
        note, share = main_note(listener.stop())
        # What the hand does before it plucks has pitches too, and is in the share.
        check(f"live, {os.path.basename(file)}", note == name and share > 0.8, f"{note} for {share:.0%}")


def check_duration():
    begin = time.monotonic()
    result = run(*MONITOR, "--duration", "2", "--format", "json")
    elapsed = time.monotonic() - begin
    summary = of_type(records(result), "summary")[0]
    # The sound cannot be longer than the wall clock around the program; how much shorter, the machine decides.
    check("live: --duration is wall time", result.returncode == 0 and 0 < summary["seconds"] <= elapsed and elapsed >= 2,
          f"{elapsed:.2f} s, {summary}")
    held = subprocess.Popen(["paplay", "--latency-msec=20", "--device=tone",
                             write("long.wav", wav(tone(440, PATIENCE_S, rate=16000), rate=16000))])
    good = run(*MONITOR, "--duration", "2", "--assert", "A4", "--within", "1")
    held.terminate()
    held.wait(timeout=PATIENCE_S)
    check("live: an assertion holds", good.returncode == 0, good.stderr)


part = sys.argv[2]
if part == "files":
    check_files()
elif part == "live":
    check_live()
    check_many_channels()
    check_duration()
else:
    check_live_recordings(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
finish()
