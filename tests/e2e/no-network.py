#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tunescope opens no network socket: every socket that its process makes, with all that it loads, in the headless mode and as a
window, is one of this machine's own (AF_UNIX), as strace sees it. Runs within with-pulse.

    no-network.py TUNESCOPE [--window]

Programs that it starts are not watched, but named: Qt starts dbus-launch where no session bus runs and dbus-x11 is installed,
and that bus has sockets of its own. Any other program fails the test.

First the check itself is checked: sockets of a thread and of a fork must be seen, and a program that is started must be named."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from screen import Screen, need

# socket(AF_INET, …) or, from an strace that does not know the family, socket(0x…, …)
SOCKET = re.compile(r"^\d+ +socket\((?P<family>[A-Z0-9_x]+)")
# The program's own start reads "= 0". One that it starts is let go ("<detached ...>"); what is not found was not started.
STARTED = re.compile(r'^\d+ +execve\("(?:[^"]*/)?(?P<name>[^"/]+)",.*<detached \.\.\.>')
SESSION_HELPERS = {"dbus-launch"}

SELF_CHECK = """
import os, socket, subprocess, sys, threading
socket.socket(socket.AF_INET)
thread = threading.Thread(target=lambda: socket.socket(socket.AF_UNIX))
thread.start()
thread.join()
child = os.fork()
if child == 0:
    socket.socket(socket.AF_INET6)
    os._exit(0)
os.waitpid(child, 0)
subprocess.run([sys.executable, "-c", "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)"], check=True)
"""


class Trace:
    """What strace saw of a process, its threads and its forks, up to the programs that they start."""

    def __init__(self, lines):
        self.families = {match["family"] for match in map(SOCKET.search, lines) if match}
        self.started = {match["name"] for match in map(STARTED.search, lines) if match}

    def __str__(self):
        started = f"; started {', '.join(sorted(self.started))}" if self.started else ""
        return (", ".join(sorted(self.families)) or "no socket") + started

    def is_local(self):
        return self.families <= {"AF_UNIX"} and self.started <= SESSION_HELPERS


def trace(command, environment=None, seconds=None):
    """Exit code and trace of a command. seconds: it does not exit by itself."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        child = subprocess.Popen(["strace", "-f", "-qq", "-b", "execve", "-e", "trace=socket,execve", "-o", log, *command],
                                 env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        if seconds:
            time.sleep(seconds)
            os.killpg(child.pid, signal.SIGTERM)
        code = child.wait(timeout=120)
        with open(log, encoding="utf-8", errors="replace") as file:
            return code, Trace(list(file))


def main():
    need("strace")
    program = sys.argv[1]
    code, seen = trace([sys.executable, "-c", SELF_CHECK])
    if code != 0 or not seen.families:
        print(f"skipped: strace cannot watch here, it exited with {code} and saw {seen}")
        sys.exit(77)
    if seen.families != {"AF_INET", "AF_INET6", "AF_UNIX"} or seen.started != {os.path.basename(sys.executable)}:
        sys.exit(f"the check itself is wrong: of a program with known sockets it saw {seen}")
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
        _, seen = trace(command)
        print(f"{name}: {seen}")
        bad += [] if seen.is_local() else [name]
        if name == "a device" and "AF_UNIX" not in seen.families:
            sys.exit("the device was not reached, so this says nothing")
    if "--window" in sys.argv:
        with tempfile.TemporaryDirectory() as folder:
            screen = Screen(folder)
            _, seen = trace([program, "--demo"], screen.environment, seconds=5)
            screen.close()
        print(f"the window: {seen}")
        bad += [] if seen.is_local() else ["the window"]
        if "AF_UNIX" not in seen.families:
            sys.exit("the window did not reach its display, so this says nothing")
    if bad:
        sys.exit(f"a socket beyond this machine, or a program that may open one: {', '.join(bad)}")


main()
