#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""--midi-out: the notes that a client of JACK hears, on a real server without sound hardware, are those that were played.

    midi-out.py PROGRAM JACKMIDI

Exit code 77 (skipped), saying why, where jackd is not installed."""

import glob
import math
import os
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))

from harness import PATIENCE_S, TUNESCOPE, check, check_error, environment, finish, path, records, run, tone, wav

JACKMIDI = sys.argv[2]
NAME = "Stage piano"
RATE = 48000


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def log(name):
    return open(path(name), "wb")


def start_server(env):
    """jackd, once it lets a client in."""
    with log("jackd.log") as file:
        server = subprocess.Popen(["jackd", "--no-realtime", "-n", env["JACK_DEFAULT_SERVER"], "-d", "dummy", "-r", "48000", "-p", "1024"],
                                  env=env, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        if run("--demo", "--duration", "0.1", "--midi-out", "jack:try", env=env).returncode == 0:
            return server
        time.sleep(0.1)
    with open(path("jackd.log"), encoding="utf-8", errors="replace") as file:
        print(file.read()[-2000:])
    skip("jackd does not run here")
    return None


def play(env, sound, *arguments):
    """What a client hears of that sound, its messages as lists of bytes; and how the program ended."""
    program = subprocess.Popen([TUNESCOPE, "--cli", "--input", "-", "--midi-out", f"jack:{NAME}", "--format", "json", *arguments],
                               env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with log("jackmidi.log") as file:
        listener = subprocess.Popen([JACKMIDI, f"Tunescope:{NAME}"], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file)
    check("the port is there", listener.stdout.readline() == b"connected\n", listener.poll())
    program.stdin.write(sound)
    out, err = program.communicate(timeout=PATIENCE_S)
    heard = listener.communicate(timeout=PATIENCE_S)[0]
    check("the program ends well", program.returncode == 0 and err == b"", err)
    return [list(map(int, line.split())) for line in heard.splitlines()], out


def vibrato(hertz, cents, seconds):
    samples, phase = [], 0.0
    for i in range(int(seconds * RATE)):
        phase += 2 * math.pi * hertz * 2 ** (cents / 1200 * math.sin(2 * math.pi * 5 * i / RATE)) / RATE
        samples.append(0.5 * math.sin(phase))
    return samples


def pitch(bytes_of_bend, key):
    return 440 * 2 ** ((key - 69 + 2 * ((bytes_of_bend[1] + 128 * bytes_of_bend[2]) - 8192) / 8192) / 12)


def cents(one, other):
    return 1200 * math.log2(one / other)


def check_notes(env):
    sound = wav(tone(443.0, 0.6) + [0.0] * (RATE // 3) + vibrato(262.0, 40, 1.0))
    messages, out = play(env, sound)
    check("the output is the same", out == run("--input", "-", "--format", "json", stdin=sound).stdout)
    ons = [i for i, message in enumerate(messages) if message[0] == 0x90]
    offs = [message[1] for message in messages if message[0] == 0x80]
    check("both notes", [messages[i][1] for i in ons] == [69, 60], messages)
    check("each ends, the last one with the run", offs == [69, 60] and messages[-1][:2] == [0x80, 60], messages[-5:])
    ranges = [[0xB0, 101, 0], [0xB0, 100, 0], [0xB0, 6, 2], [0xB0, 38, 0], [0xB0, 101, 127], [0xB0, 100, 127]]
    for i in ons:
        check("the range and the bend come first", messages[i - 7:i - 1] == ranges and messages[i - 1][0] == 0xE0, messages[max(0, i - 8):i + 1])
        check("a velocity", 100 <= messages[i][2] <= 127, messages[i])
    if len(ons) != 2:
        return
    first = cents(pitch(messages[ons[0] - 1], 69), 443.0)
    check("the bend makes its pitch", abs(first) < 0.5, first)
    second = [cents(pitch(message, 60), 262.0) for message in messages[ons[1]:] if message[0] == 0xE0]
    check("vibrato bends, and begins no note", len(second) > 40 and 25 < max(second) < 45 and -45 < min(second) < -25, (len(second), min(second), max(second)))
    check("no other messages", {message[0] for message in messages} == {0x80, 0x90, 0xB0, 0xE0})


def check_server_that_goes(env, server):
    """The run goes on without it."""
    program = subprocess.Popen([TUNESCOPE, "--cli", "--demo", "--duration", "2", "--midi-out", f"jack:{NAME}", "--format", "json"], env=env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    program.stdout.readline()
    server.terminate()  # killed, it would leave its place in JACK's registry taken, and there are eight
    out, err = program.communicate(timeout=PATIENCE_S)
    program.stdout = out
    check("a server that dies costs no sample", program.returncode == 0 and records(program)[-1]["lostFrames"] == 0,
          (program.returncode, out[-300:]))
    check("and is reported once", err.startswith(b"tunescope: the MIDI port was lost") and err.count(b"\n") == 1, err)


if not shutil.which("jackd"):
    skip("jackd is not installed (Debian: jackd2)")
# A server of this test's own: nothing of the user's is touched.
ENVIRONMENT = environment(JACK_DEFAULT_SERVER=f"tunescope-midi-{os.getpid()}", JACK_NO_AUDIO_RESERVATION="1", JACK_NO_START_SERVER="1")
check_error("no JACK server", run("--demo", "--midi-out", f"jack:{NAME}", env=ENVIRONMENT), 3,
            f"cannot open the MIDI port 'jack:{NAME}', because no JACK server answers")
if not os.path.exists("/dev/snd/seq"):
    check_error("no sequencer", run("--demo", "--midi-out", f"alsa:{NAME}", env=ENVIRONMENT), 3, "ALSA has no sequencer here")
    check_error("neither", run("--demo", "--midi-out", NAME, env=ENVIRONMENT), 3, "neither a sequencer of ALSA nor a JACK server")
jack = start_server(ENVIRONMENT)
try:
    check_notes(ENVIRONMENT)
    check_server_that_goes(ENVIRONMENT, jack)
finally:
    jack.terminate()
    jack.wait(timeout=PATIENCE_S)
    for left in glob.glob(f"/dev/shm/jack_sem.*_{ENVIRONMENT['JACK_DEFAULT_SERVER']}_*"):  # of a client that outlived it
        os.remove(left)
finish()
