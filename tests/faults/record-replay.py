#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program records what it hears, through an outage, and its replay gives the same readings, byte for byte. A disk that is
full is reported. record-replay.py PROGRAM"""

import json
import os
import signal
import subprocess
import sys
import time

from pulse import Pulse

from harness import PATIENCE_S, check, check_error, finish, of_type, path, records, run


def frames(lines):
    """As they were printed, without what only the live run has."""
    return [line for line in lines if json.loads(line)["type"] in ("frame", "note", "gap")]


def check_same(pulse):
    folder = path("take")
    pulse.start("tone")
    pulse.play("tone")
    live = subprocess.Popen([sys.argv[1], "--cli", "--api", "pulse", "--device", "tone", "--format", "json", "--record", folder,
                             "--a4", "441", "--clock-ppm", "12.5", "--output", path("live.jsonl")],
                            env=pulse.env, stderr=subprocess.PIPE)
    time.sleep(4)
    pulse.kill()
    time.sleep(1)
    pulse.start("tone", rate=44100)
    pulse.play("tone")
    time.sleep(6)
    live.send_signal(signal.SIGINT)
    _, errors = live.communicate(timeout=PATIENCE_S)
    with open(path("live.jsonl"), encoding="utf-8") as file:
        heard = file.read().splitlines()
    check("the live run ends as it should", live.returncode == 130 and json.loads(heard[-1])["type"] == "summary", errors)
    check("it went through an outage", any('"reason":"device"' in line for line in heard), heard[-1])
    replayed = run("--replay", folder, "--format", "json").stdout.decode().splitlines()
    check("a replay gives the same readings, byte for byte", len(frames(heard)) > 300 and frames(heard) == frames(replayed),
          f"{len(frames(heard))} {len(frames(replayed))} " +
          str([(a, b) for a, b in zip(frames(heard), frames(replayed)) if a != b][:2]))
    check("the header says what it was recorded with", json.loads(replayed[0])["a4"] == 441 and
          json.loads(replayed[0])["clockPpm"] == 12.5, replayed[0])
    other = records(run("--replay", folder, "--format", "json", "--a4", "440", "--clock-ppm", "0"))
    ratio = [a["hz"] / b["hz"] for a, b in zip(of_type([json.loads(x) for x in replayed], "frame"), of_type(other, "frame"))
             if a["hz"] and b["hz"]]
    check("the clock is allowed for in the pitch", ratio and all(abs(r - 1 - 12.5e-6) < 1e-8 for r in ratio), ratio[:3])
    check("and what is asked for in another way holds", other[0]["a4"] == 440 and "clockPpm" not in other[0], other[0])
    check("the folder holds what a report needs", sorted(os.listdir(folder)) == ["capture-1.wav", "capture-2.wav", "capture.jsonl"],
          os.listdir(folder))
    check_error("a recording is not written over", run("--demo", "--duration", "0.1", "--record", folder), 2, "already")
    check_error("a folder without a recording", run("--replay", pulse.folder), 4, "capture.jsonl")


def check_full():
    """A limit on the size of files does what a full disk does."""
    folder = path("full")
    result = subprocess.run(["bash", "-c", 'ulimit -f 300; exec "$@"', "-", sys.argv[1], "--cli", "--demo", "--duration", "30",
                             "--format", "json", "--record", folder],
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=PATIENCE_S, check=False)
    check_error("a full disk is reported", result, 1, "cannot continue recording")
    size = os.path.getsize(os.path.join(folder, "capture-1.wav"))
    replayed = records(run("--replay", folder, "--format", "json"))
    check("what was written before is there", size > 200000 and replayed[-1]["frames"] > 90, f"{size} {replayed[-1]}")


IN_A_SMALL_DISK = """
mount -t tmpfs -o size=400k tunescope "$1" || exit 77
"$2" --cli --demo --duration 30 --format json --record "$1/take" >"$3/live.jsonl" 2>"$3/errors"
echo $? >"$3/code"
df --output=avail "$1" | tail -n 1 >"$3/room"
"$2" --cli --replay "$1/take" --format json >"$3/replay.jsonl"
"""


def check_full_disk():
    """A real one, of 400 kB, mounted where nobody else sees it."""
    disk, out = path("disk"), path("full-disk")
    os.mkdir(disk)
    os.mkdir(out)
    result = subprocess.run(["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--mount", "bash", "-c", IN_A_SMALL_DISK, "-",
                             disk, os.path.abspath(sys.argv[1]), out], stderr=subprocess.PIPE, timeout=2 * PATIENCE_S, check=False)
    if not os.path.exists(os.path.join(out, "code")):
        print(f"left out: the full disk, because none can be mounted here ({result.stderr.decode(errors='replace').strip()})")
        return

    def read(name):
        with open(os.path.join(out, name), "rb") as file:
            return file.read()
    told = subprocess.CompletedProcess([], int(read("code")), b"", read("errors"))
    check_error("a full disk is reported", told, 1, "No space left on device")
    check("it is full", int(read("room")) == 0, read("room"))
    live, replayed = (frames(read(name).decode().splitlines()) for name in ("live.jsonl", "replay.jsonl"))
    check("what was written before is whole: the same readings, byte for byte", len(replayed) > 90 and replayed == live[:len(replayed)],
          f"{len(live)} {len(replayed)} {[(a, b) for a, b in zip(live, replayed) if a != b][:2]}")


pulse_server = Pulse()
try:
    check_same(pulse_server)
finally:
    pulse_server.close()
check_full()
check_full_disk()
finish()
