#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/examples/analyse-one, the job of a job runner: a result is complete or not there, and what is there is not made again.

    analyse-one.py TUNESCOPE SCRIPT"""

import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))

from harness import FOLDER, PATIENCE_S, TUNESCOPE, check, environment, finish, path, tone, wav, write
from waiting import wait_until

SCRIPT = os.path.abspath(sys.argv[2])
ENVIRONMENT = environment(TUNESCOPE=os.path.abspath(TUNESCOPE))


def job(*arguments, **more):
    return subprocess.run([SCRIPT, *arguments], cwd=FOLDER.name, env=ENVIRONMENT, capture_output=True, timeout=PATIENCE_S, check=False, **more)


def results():
    return sorted(os.path.join(base, name)[len(path("out")) + 1:] for base, _, names in os.walk(path("out")) for name in names)


os.mkdir(path("in"))
song = write("in/a song.wav", wav(tone(440.0, 0.5)))
write("in/-b.wav", wav(tone(220.0, 0.5)))
write("in/broken.wav", b"RIFF")
check("no arguments", job().returncode == 2)
check("no such file", job("in/c.wav", "out").returncode == 4 and results() == [])

first = subprocess.run(["xargs", "-0", "-P", "2", "-I{}", SCRIPT, "{}", "out", "--meters"], input=b"in/a song.wav\0in/-b.wav\0in/broken.wav\0",
                       cwd=FOLDER.name, env=ENVIRONMENT, capture_output=True, timeout=PATIENCE_S, check=False)
check("xargs reports the broken one", first.returncode == 123 and b"broken.wav" in first.stderr, first)
check("a result each", results() == ["in/-b.wav.jsonl", "in/a song.wav.jsonl", "in/broken.wav.problem"], results())
target = path("out/in/a song.wav.jsonl")
with open(target, "rb") as file:
    check("of the program", file.read() == subprocess.run([ENVIRONMENT["TUNESCOPE"], "--cli", "--format", "json", "--meters", "--input",
                                                           "in/a song.wav"], cwd=FOLDER.name, capture_output=True, check=False).stdout)

made = os.stat(target)
check("what is there stays", job("in/a song.wav", "out").returncode == 0 and os.stat(target).st_ino == made.st_ino)
os.utime(song, (made.st_mtime + 5, made.st_mtime + 5))
check("unless the sound is newer", job("in/a song.wav", "out").returncode == 0 and os.stat(target).st_ino != made.st_ino)
write("in/broken.wav", wav(tone(330.0, 0.2)))
check("a problem goes once it is solved", job("in/broken.wav", "out").returncode == 0 and "in/broken.wav.problem" not in results(), results())

write("in/long.wav", wav(tone(440.0, 1.0)))
stopped = subprocess.Popen([SCRIPT, "in/long.wav", "out", "--realtime"], cwd=FOLDER.name, env=ENVIRONMENT, start_new_session=True)
wait_until("it has begun", lambda: any("part" in name for name in results()))
os.killpg(stopped.pid, signal.SIGTERM)
check("an interruption", stopped.wait(timeout=PATIENCE_S) != 0 and not any("long" in name for name in results()), results())
finish()
