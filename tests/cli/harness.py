# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the real executable share: running it, making sound, counting what failed. Python 3, nothing else."""

import json
import math
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time

# Far beyond what any case needs: a hang fails, a slow machine does not.
PATIENCE_S = 60

TUNESCOPE = sys.argv[1] if len(sys.argv) > 1 else "tunescope"
FOLDER = tempfile.TemporaryDirectory(prefix="tunescope-test.")

# A job in the background of a shell has these ignored, and would hand that on to what it tests.
for _signal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    if signal.getsignal(_signal) == signal.SIG_IGN:
        signal.signal(_signal, signal.SIG_DFL)

_failures = []
_checks = 0


def path(name):
    return os.path.join(FOLDER.name, name)


def environment(**changes):
    """Without a display, a session bus, or the user's own colours."""
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "TERM")}
    env.update(changes)
    return env


def run(*arguments, stdin=b"", env=None, stdout=subprocess.PIPE, preexec=None):
    """stdin: bytes, or something with a descriptor. preexec: called in the child before the program."""
    feed = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    return subprocess.run([TUNESCOPE, "--cli", *arguments], stdout=stdout, stderr=subprocess.PIPE,
                          env=env or environment(), timeout=PATIENCE_S, check=False, preexec_fn=preexec, **feed)


def wait_for_handler(process, number):
    """Until it catches that signal; False when it ended before. Linux tells; elsewhere nothing is waited for."""
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status", encoding="ascii", errors="replace") as file:
                caught = next(int(line.split()[1], 16) for line in file if line.startswith("SigCgt:"))
        except (OSError, StopIteration):
            return process.poll() is None
        if caught >> (number - 1) & 1:
            return True
        time.sleep(0.01)
    return False


def records(result):
    """The JSON objects of all lines; no NaN or Infinity is let through."""
    def refuse(name):
        raise ValueError(name)
    return [json.loads(line, parse_constant=refuse) for line in result.stdout.decode("utf-8").splitlines()]


def of_type(all_records, kind):
    return [r for r in all_records if r["type"] == kind]


def check(name, condition, detail=""):
    global _checks
    _checks += 1
    if condition:
        return
    _failures.append(name)
    print(f"FAIL: {name}\n      {detail}", flush=True)


def check_error(name, result, code, says):
    """One line on standard error that begins with the program's name, says what is expected and how it goes on."""
    text = result.stderr.decode("utf-8", "replace")
    is_line = text.startswith("tunescope: ") and text.count("\n") == 1 and text.endswith("\n")
    clean = not any(ord(c) < 32 and c != "\n" for c in text)
    check(name, result.returncode == code and is_line and clean and says in text and "; " in text,
          f"code {result.returncode} (expected {code}), expected '{says}' in: {text!r}")


def finish():
    print(f"{_checks} checks, {len(_failures)} failed")
    sys.exit(1 if _failures else 0)


def tone(hertz=440.0, seconds=1.0, rate=48000, amplitude=0.5):
    return [amplitude * math.sin(2 * math.pi * hertz * i / rate) for i in range(int(seconds * rate))]


def wav(*channels, rate=48000, is_float=False):
    """A WAV file as bytes; 16 bit or 32 bit float."""
    width = 4 if is_float else 2
    count = len(channels)
    frames = zip(*channels)
    if is_float:
        data = b"".join(struct.pack(f"<{count}f", *f) for f in frames)
    else:
        data = b"".join(struct.pack(f"<{count}h", *(round(32767 * v) for v in f)) for f in frames)
    form = struct.pack("<HHIIHH", 3 if is_float else 1, count, rate, rate * count * width, count * width, 8 * width)
    return (b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<I", 16) + form +
            b"data" + struct.pack("<I", len(data)) + data)


def write(name, data):
    with open(path(name), "wb") as file:
        file.write(data)
    return path(name)
