#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tunescope opens no network socket: every socket that the program makes, in the headless mode and as a window, is one of this
machine's own (AF_UNIX), as strace sees it. Runs within with-pulse.

    no-network.py TUNESCOPE [--window]

First the check itself is checked: a program that asks for an internet socket must be seen."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from screen import Screen, need

# socket(AF_INET, …) or, from an strace that does not know the family, socket(0x…, …)
SOCKET = re.compile(r"socket\((?P<family>[A-Z0-9_x]+)")


def families(command, environment=None, seconds=None):
    """The families of all sockets that a command and its children make. seconds: it has no end of its own."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        child = subprocess.Popen(["strace", "-f", "-qq", "-e", "trace=socket", "-o", log, *command], env=environment,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        if seconds:
            time.sleep(seconds)
            os.killpg(child.pid, signal.SIGTERM)
        code = child.wait(timeout=120)
        with open(log, encoding="utf-8", errors="replace") as file:
            return code, {match["family"] for match in map(SOCKET.search, file) if match}


def main():
    need("strace")
    program = sys.argv[1]
    python = [sys.executable, "-c", "import socket; socket.socket(socket.AF_INET)"]
    if families(python) != (0, {"AF_INET"}):
        print(f"skipped: strace cannot watch here, it saw {families(python)}")
        sys.exit(77)
    device = ["--api", "pulse", "--device", "Monitor of TuneSink", "--duration", "1"]
    runs = {
        "a device": [program, "--cli", *device],
        "the inputs": [program, "--cli", "--list-devices"],
        "the demo": [program, "--cli", "--demo", "--duration", "1"],
        "a file that is not there": [program, "--cli", "--input", "/nowhere.wav"],
        "help": [program, "--cli", "--help"],
    }
    bad = []
    for name, command in runs.items():
        _, seen = families(command)
        print(f"{name}: {', '.join(sorted(seen)) or 'no socket'}")
        bad += [name] if seen - {"AF_UNIX"} else []
        if name == "a device" and "AF_UNIX" not in seen:
            sys.exit("the device was not reached, so this says nothing")
    if "--window" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            screen = Screen(folder)
            _, seen = families([program, "--demo"], screen.environment, seconds=5)
            screen.close()
        print(f"the window: {', '.join(sorted(seen))}")
        bad += ["the window"] if seen - {"AF_UNIX"} else []
        if "AF_UNIX" not in seen:
            sys.exit("the window did not reach its display, so this says nothing")
    if bad:
        sys.exit(f"a socket beyond this machine: {', '.join(bad)}")


main()
